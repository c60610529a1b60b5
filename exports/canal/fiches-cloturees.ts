import { CsvExport, daily, date, datetime, integer, type RunContext, sql, text } from 'bordereau';
import canal from './operation.ts';

export default class FichesCloturees extends CsvExport {
  title = 'Fiches clôturées';
  source = 'outband';
  query = sql(import.meta, 'fiches-cloturees.sql');
  columns = [
    integer('main_id'),
    text('main_fichier'),
    date('main_datechargment'),
    text('main_codefinappel'),
    text('main_coderefus'),
    text('main_called'),
    text('main_called_old'),
    datetime('main_dateappel'),
    text('STATUS'),
  ];
  schedule = daily({ between: ['04:00', '08:00'] });
  fileName = 'export_fiches_cloturees_{from:yyyyMMdd}.csv';
  deliver = ['reporting'];

  override parameters({ to }: RunContext) {
    const daysBefore = (days: number) => to?.toPlainDate().subtract({ days }).toString() ?? null;
    return {
      echeance_1mc_loaded_by: daysBefore(6),
      frais_loaded_by: daysBefore(7),
      echeance_loaded_by: daysBefore(15),
      special_segments: canal.settings.specialSegments,
    };
  }
}
