import { daily, date, decimal, sql, text, XlsxExport } from 'bordereau';

export default class NoteDistributeur extends XlsxExport {
  title = 'Note distributeur';
  source = 'canal';
  query = sql(import.meta, 'note-distributeur.sql');
  columns = [
    text('main_fichier', { header: 'Fichier' }),
    text('main_pays', { header: 'Pays' }),
    text('main_distributeur', { header: 'Distributeur' }),
    decimal('note_service', 2, { header: 'QoSDistributeurAgree' }),
    decimal('note_formule', 2, { header: 'FormuleAbonnement' }),
    decimal('part_installation', 4, { header: 'PrestationInstallation' }),
    date('jour', { header: 'Date' }),
  ];
  schedule = daily({ between: ['04:00', '08:00'] });
  fileName = 'note_distributeur_{from:yyyyMMdd}.xlsx';
  deliver = ['reporting', 'client'];
  override personalData = false;
}
