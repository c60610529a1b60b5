import AppelsAfrique from '../../../exports/canal/appels-afrique.ts';
import canal from '../../../exports/canal/operation.ts';
import type { Fiche } from '../../../src/embedded/sample/tables.ts';
import { type RuleTable, sampleDay, sides } from '../support/rules.ts';

const { activeSegments, reasonsLeftOut } = canal.settings;
const [filtered] = reasonsLeftOut.segments;
const unfiltered = activeSegments.find((name) => !reasonsLeftOut.segments.some((segment) => segment === name));
const called: Partial<Fiche> = {
  main_fichier: unfiltered ?? '',
  main_codefinappel: 'REFUS',
  main_coderefus: 'Refus - Pas intéressé',
  main_dateappel: '2013-07-25 10:00:00',
};

export const appelsAfrique: RuleTable = {
  definition: new AppelsAfrique(),
  titles: [
    'main_fichier',
    'main_pays',
    'main_codefinappel',
    'main_coderefus',
    'main_dateappel',
    'main_tempscom',
    'main_tempscom_reel',
    'date',
  ],
  about: sampleDay,
  rules: [
    ...sides('fiches', called, {
      kept: [
        ...['CPLUS', 'REFUS', 'CAS PARTICULIER', 'CNADEF', 'CNANONDEF', 'Indisponible'].map(
          (outcome) => [`the outcome ${outcome}`, { main_codefinappel: outcome }] as const,
        ),
        ['a call at the first instant of the day', { main_dateappel: '2013-07-25 00:00:00' }],
        ['a call at the last second of the day', { main_dateappel: '2013-07-25 23:59:59' }],
        ['every active segment', { main_fichier: activeSegments.at(-1) ?? '' }],
        ['a reason left out for other segments only', { main_coderefus: 'Stop contact' }],
        ['another reason in a chosen segment', { main_fichier: filtered, main_coderefus: 'Répondeur' }],
        ['an empty reason in a chosen segment', { main_fichier: filtered, main_coderefus: '' }],
        ['no reason in a chosen segment', { main_fichier: filtered, main_coderefus: null }],
      ],
      left: [
        ['another outcome', { main_codefinappel: 'RAPPEL' }],
        ['no outcome', { main_codefinappel: null }],
        ['a call of the second before', { main_dateappel: '2013-07-24 23:59:59' }],
        ['a call at the first instant of the next day', { main_dateappel: '2013-07-26 00:00:00' }],
        ['a segment that is not active', { main_fichier: 'CANAL_OA_ECHUS_LONGS_X' }],
        ...[
          'Client en déplacement',
          'Décès',
          'Dialogue impossible',
          'Doublon',
          'Injoignables permanents',
          'Refus - Pas intéressé',
          'Refus de répondre',
          'Stop contact',
        ].map(
          (main_coderefus) =>
            [`${main_coderefus} in a chosen segment`, { main_fichier: filtered, main_coderefus }] as const,
        ),
      ],
    }),
    {
      rule: 'says segment, country, outcome, reason, times and day, in the order of the calls',
      given: {
        fiches: [
          { ...called, main_id: 1, main_pays: 'later', main_dateappel: '2013-07-25 11:00:00' },
          { ...called, main_id: 3, main_pays: 'second' },
          { ...called, main_id: 2, main_pays: 'TOGO', main_tempscom: '00:01:02', main_tempscom_reel: '00:00:59' },
        ],
      },
      gives: [
        {
          main_fichier: unfiltered ?? '',
          main_pays: 'TOGO',
          main_codefinappel: 'REFUS',
          main_coderefus: 'Refus - Pas intéressé',
          main_dateappel: '2013-07-25 10:00:00',
          main_tempscom: '00:01:02',
          main_tempscom_reel: '00:00:59',
          date: '2013-07-25',
        },
        { main_pays: 'second' },
        { main_pays: 'later' },
      ],
    },
  ],
};
