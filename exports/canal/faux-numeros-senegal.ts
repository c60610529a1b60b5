import { CsvExport, daily, date, sql, text } from 'bordereau';

export default class FauxNumerosSenegal extends CsvExport {
  title = 'Faux numéros Sénégal';
  source = 'canal';
  query = sql(import.meta, 'faux-numeros-senegal.sql');
  columns = [
    text('main_numeroabonne', { header: 'num abo' }),
    text('main_numerocarte', { header: 'num carte' }),
    text('main_tel', { header: 'num tel' }),
    text('main_coderefus', { header: 'statut' }),
    text('main_fichierclient', { header: 'fichier' }),
    date('dateappel', { header: 'date' }),
  ];
  schedule = daily({ between: ['04:00', '08:00'] });
  fileName = 'FX_NUMBR_{from:yyyy_MM_dd}_SEN_Faux_Numeros.csv';
  deliver = ['client', 'depot'];
}
