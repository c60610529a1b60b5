import { Temporal } from 'temporal-polyfill';
import StatsChargements from '../../../exports/canal/stats-chargements.ts';
import type { Fiche } from '../../../src/embedded/sample/tables.ts';
import { daysInterval } from '../../../src/lib/calendar/interval.ts';
import { type Rule, type RuleTable, sampleDay, sides } from '../support/rules.ts';

const loaded: Partial<Fiche> = { main_fichier: 'S', main_pays: 'MALI', main_datechargment: '2013-07-25' };

function group(rule: string, fiches: readonly Partial<Fiche>[], ...gives: Rule['gives']): Rule {
  return { rule, given: { fiches: fiches.map((fiche) => ({ ...loaded, ...fiche })) }, gives };
}

export const statsChargements: RuleTable = {
  definition: new StatsChargements(),
  titles: ['Fichier', 'Pays', 'Date de chargement', 'Répondeurs bloqués', 'DMT', 'DMC', 'V'],
  about: sampleDay,
  rules: [
    ...sides('fiches', loaded, {
      kept: [['a fiche loaded on the day, called or not', {}]],
      left: [
        ['a fiche loaded the day before', { main_datechargment: '2013-07-24' }],
        ['a fiche loaded the day after', { main_datechargment: '2013-07-26' }],
        [
          'a fiche called on the day and loaded before',
          { main_datechargment: '2013-07-24', main_dateappel: '2013-07-25 09:00:00' },
        ],
      ],
    }),
    group(
      'counts the answering machines that are blocked',
      [
        { main_coderefus: 'Répondeur', main_called: 'B' },
        { main_coderefus: 'Répondeur', main_called: 'B' },
        { main_coderefus: 'Répondeur', main_called: 'O' },
        { main_coderefus: 'Répondeur', main_called: null },
        { main_coderefus: 'Faux numéro', main_called: 'B' },
        { main_coderefus: null, main_called: 'B' },
      ],
      { 'Répondeurs bloqués': '2', V: '6' },
    ),
    group('counts no answering machine as zero', [{}], { 'Répondeurs bloqués': '0', V: '1' }),
    group(
      'means the handling and the talking times in seconds',
      [
        { main_tempscom: '12:34:56', main_tempscom_reel: '11:22:33' },
        { main_tempscom: '00:00:10', main_tempscom_reel: '00:00:31' },
      ],
      { DMT: '22653.0', DMC: '20492.0' },
    ),
    group(
      'leaves fiches without a time out of the means, not those of no seconds',
      [
        { main_tempscom: '00:00:10', main_tempscom_reel: '00:00:00' },
        { main_tempscom: '', main_tempscom_reel: '' },
        { main_tempscom: null, main_tempscom_reel: '00:00:07' },
      ],
      { DMT: '10.0', DMC: '3.5', V: '3' },
    ),
    group('has no mean without a time', [{ main_tempscom: '' }], { DMT: null, DMC: null }),
    group(
      'counts segments apart, in the order of their first fiches',
      [{ main_fichier: 'T' }, {}, {}, { main_fichier: 'T' }],
      { Fichier: 'T', V: '2' },
      { Fichier: 'S', V: '2' },
    ),
    group('counts countries apart', [{ main_pays: 'TOGO' }, {}], { Pays: 'TOGO' }, { Pays: 'MALI' }),
    {
      ...group(
        'counts load dates apart',
        [{ main_datechargment: '2013-07-24' }, {}],
        { 'Date de chargement': '2013-07-24' },
        { 'Date de chargement': '2013-07-25' },
      ),
      about: daysInterval(Temporal.PlainDate.from('2013-07-24'), Temporal.PlainDate.from('2013-07-25'), 'Africa/Dakar'),
    },
  ],
};
