import { CsvExport, daily, datetime, type RunContext, sql, text } from 'bordereau';

export default class RepondeursBloques extends CsvExport {
  title = 'Répondeurs bloqués';
  source = 'canal';
  query = sql(import.meta, 'repondeurs-bloques.sql');
  columns = [
    text('main_fichier'),
    text('main_numeroabonne'),
    text('main_numerocarte'),
    text('main_tel'),
    text('main_coderefus'),
    text('main_fichierclient'),
    text('main_codefinappel'),
    datetime('dateappel'),
  ];
  schedule = daily({ between: ['04:00', '08:00'] });
  fileName = 'repondeurs_bloques_{from:yyyyMMdd}.csv';
  deliver = ['reporting'];

  override parameters({ from }: RunContext) {
    const month = from?.toPlainDate().with({ day: 1 });
    return { month: month?.toString() ?? null, next_month: month?.add({ months: 1 }).toString() ?? null };
  }
}
