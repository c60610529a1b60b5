import { Temporal } from 'temporal-polyfill';
import Facturation from '../../../exports/canal/facturation.ts';
import type { Call, Fiche } from '../../../src/embedded/sample/tables.ts';
import { monthInterval } from '../../../src/lib/calendar/interval.ts';
import type { Given } from '../support/company-databases.ts';
import { type Rule, type RuleTable, sides } from '../support/rules.ts';

const june = monthInterval(Temporal.PlainYearMonth.from('2013-06'), 'Africa/Dakar');
const treated: Partial<Fiche> = {
  main_id: 7,
  main_fichier: 'CANAL_OA_ECHUS_FRAIS_MALI_20130601',
  main_pays: 'MALI',
  main_called: 'O',
  main_codefinappel: 'CPLUS',
  main_dateappel: '2013-06-15 10:00:00',
  main_tempscom_reel: '00:01:40',
  main_userid: 'AGT001',
};
const dialled: Partial<Call> = { main_id: 7, call_time: '2013-06-15 10:00:00', agent: 'AGT001' };
const untouched: Partial<Fiche> = { ...treated, main_called: '', main_dateappel: null };

/** Which fiches and calls of the month either sheet counts. */
const periods: readonly Rule[] = [
  ...sides('fiches', treated, {
    kept: [
      ['a fiche called at the first instant of the month', { main_dateappel: '2013-06-01 00:00:00' }],
      ['a fiche called at the last second of the month', { main_dateappel: '2013-06-30 23:59:59' }],
      ['a fiche called and closed', { main_called: 'X' }],
    ],
    left: [
      ['a fiche called the second before the month', { main_dateappel: '2013-05-31 23:59:59' }],
      ['a fiche called at the first instant of the next month', { main_dateappel: '2013-07-01 00:00:00' }],
      ['a fiche still to be called again', { main_called: '' }],
      ['a blocked fiche', { main_called: 'B' }],
      ['a fiche never called', { main_dateappel: null }],
    ],
  }),
  ...(
    [
      ['counts a call at the first instant of the month', '2013-06-01 00:00:00', 1],
      ['counts a call at the last second of the month', '2013-06-30 23:59:59', 1],
      ['leaves out a call of the second before', '2013-05-31 23:59:59', 0],
      ['leaves out a call at the first instant of the next month', '2013-07-01 00:00:00', 0],
    ] as const
  ).map(([rule, call_time, calls]) => ({
    rule,
    given: { fiches: [untouched], calls: [{ ...dialled, call_time }] },
    gives: Array.from({ length: calls }, () => ({ Appels: '1' })),
  })),
  {
    rule: "leaves out the dialler's calls for other operations",
    given: { calls: [{ ...dialled, main_id: 99 }] },
    gives: [],
  },
];

function rule(name: string, given: Given, ...gives: Rule['gives']): Rule {
  return { rule: name, given, gives };
}

const fiches = (...changes: readonly Partial<Fiche>[]): Given => ({
  fiches: changes.map((change, at) => ({ ...treated, main_id: at + 1, ...change })),
});

export const facturationSynthese: RuleTable = {
  definition: new Facturation(),
  sheet: 'Synthèse',
  titles: [
    'Pays',
    'Motif',
    'Fiches traitées',
    'CPLUS',
    'REFUS',
    'CAS PARTICULIER',
    'Taux de succès',
    'Appels',
    'Temps de parole (s)',
  ],
  about: june,
  rules: [
    ...periods,
    rule(
      'adds up fiches, outcomes, calls and talk time',
      {
        ...fiches(
          {},
          { main_tempscom_reel: '12:34:56' },
          { main_codefinappel: 'REFUS', main_tempscom_reel: '01:00:01' },
          { main_codefinappel: 'REFUS' },
          { main_codefinappel: 'REFUS', main_tempscom_reel: '' },
          { main_codefinappel: 'CAS PARTICULIER' },
          { main_codefinappel: 'CAS PARTICULIER' },
          { main_codefinappel: 'CNADEF', main_tempscom_reel: null },
          { main_codefinappel: null },
        ),
        calls: [{ ...dialled, main_id: 1 }, { ...dialled, main_id: 1 }, dialled, { ...dialled, main_id: 9 }],
      },
      {
        Pays: 'MALI',
        Motif: 'Échus frais',
        'Fiches traitées': '9',
        CPLUS: '2',
        REFUS: '3',
        'CAS PARTICULIER': '2',
        'Taux de succès': '0.2222',
        Appels: '4',
        'Temps de parole (s)': '49397',
      },
    ),
    rule('has a rate of one for one success', fiches({}), { 'Taux de succès': '1.0000' }),
    rule('has a rate of nothing without a success', fiches({ main_codefinappel: 'REFUS' }), {
      'Taux de succès': '0.0000',
    }),
    rule(
      'counts the calls to fiches that are not treated, and gives them no rate',
      { fiches: [untouched], calls: [dialled] },
      {
        'Fiches traitées': '0',
        CPLUS: '0',
        REFUS: '0',
        'CAS PARTICULIER': '0',
        'Taux de succès': null,
        Appels: '1',
        'Temps de parole (s)': '0',
      },
    ),
    rule('counts no talk time where none is noted', fiches({ main_tempscom_reel: null }), {
      'Temps de parole (s)': '0',
    }),
    rule(
      'tells the motive from the segment',
      fiches(
        { main_fichier: 'CANAL_PA_ARRIVANT_A_ECHEANCE_MALI_1M_X' },
        { main_fichier: 'CANAL_PA_ECHUS_FRAIS_MALI_X' },
        { main_fichier: 'CANAL_PA_ECHUS_LONGS_MALI_X' },
        { main_fichier: 'CANAL_PA_WELCOME_CALL_MALI_X' },
        ...['ECHEANCE', 'FRAIS', 'LONGS', 'WELCOME'].map((main_fichier) => ({ main_fichier })),
        { main_fichier: 'CANAL_PA_PARRAINAGE_MALI_X' },
        { main_fichier: '' },
        { main_fichier: null },
      ),
      { Motif: 'Arrivant à échéance', 'Fiches traitées': '2' },
      { Motif: 'Échus frais', 'Fiches traitées': '2' },
      { Motif: 'Échus longs', 'Fiches traitées': '2' },
      { Motif: 'Welcome call', 'Fiches traitées': '2' },
      { Motif: 'Autre', 'Fiches traitées': '3' },
    ),
    rule(
      'has the motives of a country in the same order every month, called or only dialled',
      {
        fiches: [
          { ...treated, main_id: 1, main_fichier: 'S1' },
          { ...treated, main_id: 2, main_fichier: 'WELCOME' },
          { ...untouched, main_id: 3, main_fichier: 'LONGS' },
          { ...treated, main_id: 4, main_fichier: 'FRAIS' },
          { ...treated, main_id: 5, main_fichier: 'ECHEANCE' },
          { ...treated, main_id: 6, main_fichier: 'FRAIS' },
        ],
        calls: [{ ...dialled, main_id: 3 }],
      },
      { Motif: 'Arrivant à échéance' },
      { Motif: 'Échus frais', 'Fiches traitées': '2' },
      { Motif: 'Échus longs' },
      { Motif: 'Welcome call' },
      { Motif: 'Autre' },
    ),
    rule(
      'counts countries apart, in the order of their names, and fiches without one together',
      {
        ...fiches({ main_pays: 'TOGO' }, { main_pays: 'MALI' }, { main_pays: null }, { main_pays: '' }),
        calls: [{ ...dialled, main_id: 3 }],
      },
      { Pays: '', 'Fiches traitées': '2', Appels: '1' },
      { Pays: 'MALI' },
      { Pays: 'TOGO' },
    ),
  ],
};

export const facturationDetail: RuleTable = {
  definition: new Facturation(),
  sheet: 'Détail',
  titles: ['Jour', 'Segment', 'Agent', 'Appels', 'Succès', 'Temps de parole (s)'],
  about: june,
  rules: [
    ...periods,
    rule(
      'adds up calls, successes and talk time of a day, segment and agent',
      {
        ...fiches({ main_tempscom_reel: '12:34:56' }, { main_codefinappel: 'REFUS' }, { main_tempscom_reel: '' }),
        calls: [
          { ...dialled, main_id: 1 },
          { ...dialled, main_id: 1 },
          { ...dialled, main_id: 2 },
        ],
      },
      {
        Jour: '2013-06-15',
        Segment: 'CANAL_OA_ECHUS_FRAIS_MALI_20130601',
        Agent: 'AGT001',
        Appels: '3',
        Succès: '2',
        'Temps de parole (s)': '45396',
      },
    ),
    rule('counts no success as zero', fiches({ main_codefinappel: 'REFUS' }), { Succès: '0' }),
    rule(
      'counts a call on its own day and for its own agent',
      { ...fiches({}), calls: [{ ...dialled, main_id: 1, call_time: '2013-06-14 09:00:00', agent: 'AGT002' }] },
      { Jour: '2013-06-14', Agent: 'AGT002', Appels: '1', Succès: '0', 'Temps de parole (s)': '0' },
      { Jour: '2013-06-15', Agent: 'AGT001', Appels: '0', Succès: '1', 'Temps de parole (s)': '100' },
    ),
    rule('counts no talk time where none is noted', fiches({ main_tempscom_reel: null }), {
      'Temps de parole (s)': '0',
    }),
    rule(
      'counts days apart, in their order',
      fiches({}, { main_dateappel: '2013-06-14 10:00:00' }),
      { Jour: '2013-06-14' },
      { Jour: '2013-06-15' },
    ),
    rule(
      'counts segments apart, in the order of their first fiches, and fiches without one together',
      {
        fiches: [
          { ...treated, main_id: 1, main_fichier: 'S3' },
          { ...untouched, main_id: 2, main_fichier: 'S2' },
          { ...treated, main_id: 3, main_fichier: 'S1' },
          { ...treated, main_id: 4, main_fichier: 'S3' },
          { ...treated, main_id: 5, main_fichier: null },
          { ...treated, main_id: 6, main_fichier: '' },
        ],
        calls: [2, 5].map((main_id) => ({ ...dialled, main_id })),
      },
      { Segment: 'S3', Succès: '2' },
      { Segment: 'S2', Appels: '1' },
      { Segment: 'S1' },
      { Segment: '', Appels: '1', Succès: '2' },
    ),
    rule(
      'counts agents apart, and work of no agent together',
      {
        ...fiches({ main_userid: 'AGT002' }, { main_userid: null }, { main_userid: '' }),
        calls: [
          { ...dialled, main_id: 1, agent: 'AGT001' },
          { ...dialled, main_id: 2, agent: null },
          { ...dialled, main_id: 3, agent: '' },
        ],
      },
      { Agent: 'AGT001', Appels: '1', Succès: '0' },
      { Agent: 'AGT002', Appels: '0', Succès: '1' },
      { Agent: '', Appels: '2', Succès: '2' },
    ),
  ],
};
