import { CsvExport, daily, date, datetime, sql, text } from 'bordereau';
import canal from './operation.ts';

export default class AppelsAfrique extends CsvExport {
  title = 'Appels Afrique';
  source = 'canal';
  query = sql(import.meta, 'appels-afrique.sql');
  columns = [
    text('main_fichier'),
    text('main_pays'),
    text('main_codefinappel'),
    text('main_coderefus'),
    datetime('main_dateappel'),
    text('main_tempscom'),
    text('main_tempscom_reel'),
    date('jour', { header: 'date' }),
  ];
  schedule = daily({ between: ['04:00', '08:00'] });
  fileName = 'appels_afrique_{from:yyyyMMdd}.csv';
  deliver = ['reporting'];

  override parameters() {
    const { activeSegments, reasonsLeftOut } = canal.settings;
    return {
      active_segments: activeSegments,
      filtered_segments: reasonsLeftOut.segments,
      reasons_left_out: reasonsLeftOut.reasons,
    };
  }
}
