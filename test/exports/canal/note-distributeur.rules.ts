import NoteDistributeur from '../../../exports/canal/note-distributeur.ts';
import type { Fiche } from '../../../src/embedded/sample/tables.ts';
import { daysInterval } from '../../../src/lib/calendar/interval.ts';
import { type Rule, type RuleTable, sampleDay, sides } from '../support/rules.ts';
import { Temporal } from 'temporal-polyfill';

const won: Partial<Fiche> = {
  main_fichier: 'CANAL_PA_WELCOME_CALL_X',
  main_pays: 'MALI',
  main_distributeur: 'Djoliba',
  main_codefinappel: 'CPLUS',
  main_dateappel: '2013-07-25 10:00:00',
};

/** What marks make of a column of the file. */
function marks(
  rule: string,
  column: 'main_q7indiquerdecodeur' | 'main_q3formuleabonnement' | 'main_q3prestationinstallation',
  values: readonly (string | null)[],
  gives: Readonly<Record<string, string | null>>,
): Rule {
  return { rule, given: { fiches: values.map((value) => ({ ...won, [column]: value })) }, gives: [gives] };
}

function groups(rule: string, others: readonly Partial<Fiche>[], gives: Rule['gives']): Rule {
  return { rule, given: { fiches: [won, ...others.map((other) => ({ ...won, ...other }))] }, gives };
}

export const noteDistributeur: RuleTable = {
  definition: new NoteDistributeur(),
  titles: [
    'Fichier',
    'Pays',
    'Distributeur',
    'QoSDistributeurAgree',
    'FormuleAbonnement',
    'PrestationInstallation',
    'Date',
  ],
  about: sampleDay,
  rules: [
    ...sides('fiches', won, {
      kept: [
        ['a welcome segment of PA', {}],
        ['a segment named WELCOME to its end', { main_fichier: 'WELCOME' }],
        ['a welcome segment of OA', { main_fichier: 'CANAL_OA_WELCOME_CALL_X' }],
        ['a call at the first instant of the day', { main_dateappel: '2013-07-25 00:00:00' }],
        ['a call at the last second of the day', { main_dateappel: '2013-07-25 23:59:59' }],
      ],
      left: [
        ['another segment', { main_fichier: 'CANAL_PA_ECHUS_FRAIS_X' }],
        ['another outcome', { main_codefinappel: 'REFUS' }],
        ['a call of the second before', { main_dateappel: '2013-07-24 23:59:59' }],
        ['a call at the first instant of the next day', { main_dateappel: '2013-07-26 00:00:00' }],
      ],
    }),
    marks('takes the mean of the marks for quality', 'main_q7indiquerdecodeur', ['4', '5'], {
      QoSDistributeurAgree: '4.50',
    }),
    marks('takes the leading whole number of a mark', 'main_q7indiquerdecodeur', ['4,5', '3.5', '10', '9'], {
      QoSDistributeurAgree: '6.50',
    }),
    marks('leaves nsp and the dot out of the mean', 'main_q7indiquerdecodeur', ['4', 'nsp', '.', 'n5'], {
      QoSDistributeurAgree: '4.00',
    }),
    marks('leaves the unanswered out of the mean', 'main_q7indiquerdecodeur', ['4', '', null], {
      QoSDistributeurAgree: '4.00',
    }),
    marks('keeps a mark of zero', 'main_q7indiquerdecodeur', ['0', '5'], { QoSDistributeurAgree: '2.50' }),
    marks('has no mean of no marks', 'main_q7indiquerdecodeur', ['nsp', null], { QoSDistributeurAgree: null }),
    marks('rounds a mean half away from zero', 'main_q7indiquerdecodeur', ['4', '4', '4', '4', '4', '4', '4', '5'], {
      QoSDistributeurAgree: '4.13',
    }),
    marks('takes the mean of the formula where numeric', 'main_q3formuleabonnement', ['3', '3.5', '4,5', '0', '10'], {
      FormuleAbonnement: '4.20',
    }),
    marks(
      'leaves a formula that is no number out',
      'main_q3formuleabonnement',
      ['2', 'nsp', '.', '', null, '5 ans', 'n5'],
      {
        FormuleAbonnement: '2.00',
      },
    ),
    marks('has no mean of no numbers', 'main_q3formuleabonnement', ['nsp'], { FormuleAbonnement: null }),
    marks(
      'takes the share of installations answered 1',
      'main_q3prestationinstallation',
      ['1', '2', '1', '', null, '10'],
      {
        PrestationInstallation: '0.3333',
      },
    ),
    groups(
      'counts segments apart, in the order of their first fiches',
      [{ main_fichier: 'CANAL_OA_WELCOME_CALL_X' }, {}],
      [{ Fichier: 'CANAL_PA_WELCOME_CALL_X' }, { Fichier: 'CANAL_OA_WELCOME_CALL_X' }],
    ),
    groups('counts countries apart', [{ main_pays: 'BENIN' }], [{ Pays: 'MALI' }, { Pays: 'BENIN' }]),
    groups(
      'counts distributors apart, none among them',
      [{ main_distributeur: 'Étoile' }, { main_distributeur: null }],
      [{ Distributeur: 'Djoliba' }, { Distributeur: 'Étoile' }, { Distributeur: null }],
    ),
    {
      ...groups(
        'counts days apart, whatever the hour',
        [{ main_dateappel: '2013-07-24 10:00:00' }, { main_dateappel: '2013-07-25 21:59:59' }],
        [{ Date: '2013-07-25' }, { Date: '2013-07-24' }],
      ),
      about: daysInterval(Temporal.PlainDate.from('2013-07-24'), Temporal.PlainDate.from('2013-07-25'), 'Africa/Dakar'),
    },
  ],
};
