import FichesCloturees from '../../../exports/canal/fiches-cloturees.ts';
import canal from '../../../exports/canal/operation.ts';
import type { Call, Fiche } from '../../../src/embedded/sample/tables.ts';
import { type Rule, type RuleTable, sampleDay, sides } from '../support/rules.ts';

const OLD = '2013-06-01';
const closed: Partial<Fiche> = { main_fichier: 'CANAL_OA_ARRIVANT_A_ECHEANCE_CAMEROUN_1MC_X', main_datechargment: OLD };
const fresh = '2013-07-25';

const columns: Rule = {
  rule: 'copies what the source says of the fiche',
  given: {
    fiches: [
      {
        ...closed,
        main_id: 7,
        main_codefinappel: 'REFUS',
        main_coderefus: 'Décès; "hélas"',
        main_called: 'O',
        main_called_old: 'X',
        main_dateappel: '2013-07-20 09:08:07',
      },
    ],
  },
  gives: [
    {
      main_id: '7',
      main_fichier: 'CANAL_OA_ARRIVANT_A_ECHEANCE_CAMEROUN_1MC_X',
      main_datechargment: OLD,
      main_codefinappel: 'REFUS',
      main_coderefus: 'Décès; "hélas"',
      main_called: 'O',
      main_called_old: 'X',
      main_dateappel: '2013-07-20 09:08:07',
      STATUS: 'HUMAN',
    },
  ],
};

/** The status of a fiche of that outcome, given the dialler's calls to it. */
function status(rule: string, outcome: string | null, calls: readonly Partial<Call>[], STATUS: string): Rule {
  return {
    rule,
    given: {
      fiches: [{ ...closed, main_id: 7, main_codefinappel: outcome }],
      calls: calls.map((call) => ({ main_id: 7, call_time: '2013-07-20 10:00:00', ...call })),
    },
    gives: [{ STATUS }],
  };
}

export const fichesCloturees: RuleTable = {
  definition: new FichesCloturees(),
  titles: [
    'main_id',
    'main_fichier',
    'main_datechargment',
    'main_codefinappel',
    'main_coderefus',
    'main_called',
    'main_called_old',
    'main_dateappel',
    'STATUS',
  ],
  about: sampleDay,
  rules: [
    ...sides('fiches', closed, {
      kept: [
        ['an ECHEANCE 1MC loaded 6 days before', { main_datechargment: '2013-07-20' }],
        ['a FRAIS loaded 7 days before', { main_fichier: 'OA_ECHUS_FRAIS_MALI', main_datechargment: '2013-07-19' }],
        ['an ECHEANCE loaded 15 days before', { main_fichier: 'A_ECHEANCE_1M_MALI', main_datechargment: '2013-07-11' }],
        ['a segment named ECHEANCE 1MC to its end', { main_fichier: 'ECHEANCE_1MC', main_datechargment: '2013-07-20' }],
        ['a segment named FRAIS to its end', { main_fichier: 'ECHUS_FRAIS', main_datechargment: '2013-07-19' }],
        ['a segment named ECHEANCE to its end', { main_fichier: 'A_ECHEANCE', main_datechargment: '2013-07-11' }],
        ['a special segment', { main_fichier: canal.settings.specialSegments[0], main_datechargment: fresh }],
        ['another special segment', { main_fichier: canal.settings.specialSegments[1], main_datechargment: fresh }],
        ['one not called yet', { main_called: '' }],
        ['one whose state is NULL', { main_called: null }],
        ['one renewed already', { main_called: 'D' }],
        ['one never called', { main_dateappel: null }],
      ],
      left: [
        ['an ECHEANCE 1MC loaded 5 days before', { main_datechargment: '2013-07-21' }],
        ['a FRAIS loaded 6 days before', { main_fichier: 'OA_ECHUS_FRAIS_MALI', main_datechargment: '2013-07-20' }],
        ['an ECHEANCE loaded 14 days before', { main_fichier: 'A_ECHEANCE_1M_MALI', main_datechargment: '2013-07-12' }],
        ['a FRAIS 1MC loaded 6 days before', { main_fichier: 'FRAIS_1MC', main_datechargment: '2013-07-20' }],
        ['a 1MC that says so before ECHEANCE', { main_fichier: '1MC_ECHEANCE', main_datechargment: '2013-07-20' }],
        ['an old segment of another motive', { main_fichier: 'CANAL_OA_ECHUS_LONGS_MALI' }],
        ['a segment named like a special one', { main_fichier: `${canal.settings.specialSegments[0]}_2` }],
        ['a blocked one', { main_called: 'B' }],
        ['a blocked one of a special segment', { main_fichier: canal.settings.specialSegments[0], main_called: 'B' }],
      ],
    }),
    columns,
    status('says HUMAN for CPLUS whatever the archive says', 'CPLUS', [{ status: 'BUSY' }], 'HUMAN'),
    status('says HUMAN for REFUS', 'REFUS', [{ status: 'MACHIN' }], 'HUMAN'),
    status('says HUMAN for CAS PARTICULIER', 'CAS PARTICULIER', [], 'HUMAN'),
    status('says what the archive says for other outcomes', 'CNADEF', [{ status: 'BUSY' }], 'BUSY'),
    status('says what the archive says without an outcome', null, [{ status: 'NOANSWER' }], 'NOANSWER'),
    status('says MACHIN for other outcomes without a call', 'CNADEF', [], 'MACHIN'),
    status('says MACHIN without an outcome and a call', null, [], 'MACHIN'),
    status('says MACHIN when every status is empty', '', [{ status: '' }, { status: null }], 'MACHIN'),
    status(
      'takes the last status by time, not by number',
      'CNADEF',
      [
        { id: 1, call_time: '2013-07-20 12:00:00', status: 'BUSY' },
        { id: 2, call_time: '2013-07-20 11:00:00', status: 'NOANSWER' },
      ],
      'BUSY',
    ),
    status(
      'takes the last by number of two at the same second',
      'CNADEF',
      [
        { id: 2, status: 'NOANSWER' },
        { id: 1, status: 'BUSY' },
      ],
      'NOANSWER',
    ),
    status(
      'passes over an empty status',
      'CNADEF',
      [
        { call_time: '2013-07-20 10:00:00', status: 'BUSY' },
        { call_time: '2013-07-20 11:00:00', status: '' },
        { call_time: '2013-07-20 12:00:00', status: null },
      ],
      'BUSY',
    ),
    status('does not take the status of another fiche', 'CNADEF', [{ main_id: 8, status: 'BUSY' }], 'MACHIN'),
    {
      rule: 'is in the order of the fiches',
      given: { fiches: [3, 1, 2].map((main_id) => ({ ...closed, main_id })) },
      gives: [{ main_id: '1' }, { main_id: '2' }, { main_id: '3' }],
    },
  ],
};
