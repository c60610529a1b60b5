import type { CsvExport } from '../../../src/lib/exports/csv-export.ts';
import type { Fiche } from '../../../src/embedded/sample/tables.ts';
import { type RuleTable, sampleDay, sides } from '../support/rules.ts';

/** The rules of wrong numbers, for the client files that contain `own` and not `other`. */
export function wrongNumbers(definition: CsvExport, own: string, other: string): RuleTable {
  const called: Partial<Fiche> = {
    main_dateappel: '2013-07-25 10:00:00',
    main_codefinappel: 'CNADEF',
    main_fichierclient: `0713_${own}_1.txt`,
    main_fichier: 'CANAL_OA_ECHUS_FRAIS_X',
  };
  return {
    definition,
    titles: ['num abo', 'num carte', 'num tel', 'statut', 'fichier', 'date'],
    about: sampleDay,
    rules: [
      ...sides('fiches', called, {
        kept: [
          ['the outcome CNADEF', {}],
          ['the outcome CPLUS', { main_codefinappel: 'CPLUS' }],
          ['the outcome REFUS', { main_codefinappel: 'REFUS' }],
          ['the outcome CAS PARTICULIER', { main_codefinappel: 'CAS PARTICULIER' }],
          [`a client file named ${own} to its end`, { main_fichierclient: `0713_${own}` }],
          ['a call at the first instant of the day', { main_dateappel: '2013-07-25 00:00:00' }],
          ['a call at the last second of the day', { main_dateappel: '2013-07-25 23:59:59' }],
        ],
        left: [
          ['the outcome CNANONDEF', { main_codefinappel: 'CNANONDEF' }],
          ['a fiche without an outcome', { main_codefinappel: null }],
          ['a call of the second before', { main_dateappel: '2013-07-24 23:59:59' }],
          ['a call at the first instant of the next day', { main_dateappel: '2013-07-26 00:00:00' }],
          ['a fiche never called', { main_dateappel: null }],
          [`a client file of ${other}`, { main_fichierclient: `0713_${other}_1.txt` }],
          ['an empty client file', { main_fichierclient: '' }],
          ['a client file that is NULL', { main_fichierclient: null }],
          ['an empty segment', { main_fichier: '' }],
          ['a segment that is NULL', { main_fichier: null }],
        ],
      }),
      {
        rule: 'says number, card, phone, reason, client file and day, in the order of the calls',
        given: {
          fiches: [
            { ...called, main_id: 1, main_dateappel: '2013-07-25 11:00:00' },
            { ...called, main_id: 3, main_numeroabonne: '3' },
            {
              ...called,
              main_id: 2,
              main_numeroabonne: '00123456',
              main_numerocarte: '00045',
              main_tel: '+221077',
              main_coderefus: 'Répondeur',
            },
          ],
        },
        gives: [
          {
            'num abo': '00123456',
            'num carte': '00045',
            'num tel': '+221077',
            statut: 'Répondeur',
            fichier: `0713_${own}_1.txt`,
            date: '2013-07-25',
          },
          { 'num abo': '3' },
          { 'num abo': null },
        ],
      },
    ],
  };
}
