import { daily, date, decimal, integer, sql, text, XlsxExport } from 'bordereau';

export default class StatsChargements extends XlsxExport {
  title = 'Statistiques des chargements';
  source = 'canal';
  query = sql(import.meta, 'stats-chargements.sql');
  columns = [
    text('main_fichier', { header: 'Fichier' }),
    text('main_pays', { header: 'Pays' }),
    date('main_datechargment', { header: 'Date de chargement' }),
    integer('repondeurs_bloques', { header: 'Répondeurs bloqués' }),
    decimal('dmt', 1, { header: 'DMT' }),
    decimal('dmc', 1, { header: 'DMC' }),
    integer('v', { header: 'V' }),
  ];
  schedule = daily({ between: ['04:00', '08:00'] });
  fileName = 'stats_chargements_{from:yyyyMMdd}.xlsx';
  deliver = ['reporting'];
  override personalData = false;
}
