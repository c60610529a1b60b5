import { CsvExport, daily, date, sql, text } from 'bordereau';

export default class Doublons extends CsvExport {
  title = 'Doublons';
  source = 'canal';
  query = sql(import.meta, 'doublons.sql');
  columns = [
    text('main_tel', { header: 'tel' }),
    text('main_nom', { header: 'Nom' }),
    text('main_prenom', { header: 'Prenom' }),
    text('main_numeroabonne', { header: 'NumeroAbonne' }),
    text('main_fichierclient', { header: 'FichierClient' }),
    date('main_datechargment', { header: 'Datechargment' }),
  ];
  schedule = daily({ between: ['04:00', '08:00'] });
  fileName = 'doublons_{from:yyyyMMdd}.csv';
  deliver = ['reporting'];
}
