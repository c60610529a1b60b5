import type { CsvExport } from '../../../src/lib/exports/csv-export.ts';
import type { Fiche } from '../../../src/embedded/sample/tables.ts';
import { dayOf, type RuleTable, sampleDay, sides } from '../support/rules.ts';

/** The rules of fiches in one state, of the segments loaded in the month of the interval. */
export function loadedThisMonth(definition: CsvExport, state: string, others: readonly (string | null)[]): RuleTable {
  const fiche: Partial<Fiche> = { main_called: state, main_datechargment: '2013-07-10' };
  return {
    definition,
    titles: [
      'main_fichier',
      'main_numeroabonne',
      'main_numerocarte',
      'main_tel',
      'main_coderefus',
      'main_fichierclient',
      'main_codefinappel',
      'dateappel',
    ],
    about: sampleDay,
    rules: [
      ...sides('fiches', fiche, {
        kept: [
          ['a load on the first of the month', { main_datechargment: '2013-07-01' }],
          ['a load on the last of the month', { main_datechargment: '2013-07-31' }],
        ],
        left: [
          ['a load of the month before', { main_datechargment: '2013-06-30' }],
          ['a load of the month after', { main_datechargment: '2013-08-01' }],
          ...others.map((main_called) => [`the state ${main_called ?? 'NULL'}`, { main_called }] as const),
        ],
      }),
      {
        rule: 'takes the month that the interval begins in, not the one it ends in',
        given: {
          fiches: [
            { ...fiche, main_fichier: 'July' },
            { ...fiche, main_datechargment: '2013-08-01' },
          ],
        },
        about: dayOf('2013-07-31', 'Africa/Dakar'),
        gives: [{ main_fichier: 'July' }],
      },
      {
        rule: 'says segment, numbers, reason, client file, outcome and call, in the order of the fiches',
        given: {
          fiches: [
            { ...fiche, main_id: 2, main_fichier: 'second' },
            {
              ...fiche,
              main_id: 1,
              main_fichier: 'first',
              main_numeroabonne: '0012',
              main_numerocarte: '0034',
              main_tel: '+221',
              main_coderefus: 'Répondeur',
              main_fichierclient: 'AFR.txt',
              main_codefinappel: 'CNADEF',
              main_dateappel: '2013-07-12 01:02:03',
            },
          ],
        },
        gives: [
          {
            main_fichier: 'first',
            main_numeroabonne: '0012',
            main_numerocarte: '0034',
            main_tel: '+221',
            main_coderefus: 'Répondeur',
            main_fichierclient: 'AFR.txt',
            main_codefinappel: 'CNADEF',
            dateappel: '2013-07-12 01:02:03',
          },
          { main_fichier: 'second', dateappel: null },
        ],
      },
    ],
  };
}
