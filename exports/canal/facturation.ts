import { date, decimal, type Expectations, integer, monthly, sheet, sql, text, WorkbookExport } from 'bordereau';

export default class Facturation extends WorkbookExport {
  title = 'Facturation';
  source = 'canal';
  sheets = [
    sheet('Synthèse', {
      query: sql(import.meta, 'facturation-synthese.sql'),
      columns: [
        text('pays', { header: 'Pays' }),
        text('motif', { header: 'Motif' }),
        integer('fiches', { header: 'Fiches traitées' }),
        integer('cplus', { header: 'CPLUS' }),
        integer('refus', { header: 'REFUS' }),
        integer('cas_particuliers', { header: 'CAS PARTICULIER' }),
        decimal('taux', 4, { header: 'Taux de succès' }),
        integer('appels', { header: 'Appels' }),
        integer('secondes', { header: 'Temps de parole (s)' }),
      ],
      total: { label: 'Total', sums: ['fiches', 'cplus', 'refus', 'cas_particuliers', 'appels', 'secondes'] },
    }),
    sheet('Détail', {
      query: sql(import.meta, 'facturation-detail.sql'),
      columns: [
        date('jour', { header: 'Jour' }),
        text('segment', { header: 'Segment' }),
        text('agent', { header: 'Agent' }),
        integer('appels', { header: 'Appels' }),
        integer('cplus', { header: 'Succès' }),
        integer('secondes', { header: 'Temps de parole (s)' }),
      ],
      total: { label: 'Total', sums: ['appels', 'cplus', 'secondes'] },
    }),
  ];
  schedule = monthly({ day: { businessDay: 3 }, between: ['05:00', '12:00'] });
  fileName = 'facturation_canal_{from:yyyy_MM}.xlsx';
  deliver = ['reporting', 'client'];
  override personalData = false;
  override expect: Expectations = {
    equalTotals: (['appels', 'cplus', 'secondes'] as const).map((column) => ({
      sheet: 'Synthèse',
      column,
      equals: { sheet: 'Détail', column },
    })),
  };
  override catchUp = { policy: 'all', maxAge: 'P20D' } as const;
}
