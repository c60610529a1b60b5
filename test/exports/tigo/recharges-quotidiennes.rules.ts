import RechargesQuotidiennes from '../../../exports/tigo/recharges-quotidiennes.ts';
import type { TopUp } from '../../../src/embedded/sample/tables.ts';
import { dayOf, type RuleTable, sides } from '../support/rules.ts';

const done: Partial<TopUp> = { statut: 'OK', date_recharge: '2013-07-25 10:00:00' };

export const rechargesQuotidiennes: RuleTable = {
  definition: new RechargesQuotidiennes(),
  titles: ['reference', 'numero', 'montant', 'canal', 'revendeur', 'region', 'date_recharge'],
  about: dayOf('2013-07-25', 'Africa/Kinshasa'),
  rules: [
    ...sides('topUps', done, {
      kept: [
        ['a top-up at the first instant of the day', { date_recharge: '2013-07-25 00:00:00' }],
        ['a top-up at the last second of the day', { date_recharge: '2013-07-25 23:59:59' }],
        ['a top-up without a shop', { revendeur_id: null }],
        ['a top-up of a shop that is gone', { revendeur_id: 99 }],
      ],
      left: [
        ['a top-up of the second before', { date_recharge: '2013-07-24 23:59:59' }],
        ['a top-up at the first instant of the next day', { date_recharge: '2013-07-26 00:00:00' }],
        ['one that failed', { statut: 'ECHEC' }],
        ['one that was called off', { statut: 'ANNULEE' }],
      ],
    }),
    {
      rule: 'says what, how much, how and where, in the order of the top-ups',
      given: {
        resellers: [
          { revendeur_id: 1, nom: 'Autre', region: 'Guéra' },
          { revendeur_id: 2, nom: 'Étoile; "Sud"', region: 'Logone' },
        ],
        topUps: [
          { ...done, recharge_id: 1, reference: 'third', date_recharge: '2013-07-25 11:00:00' },
          { ...done, recharge_id: 3, reference: 'second' },
          { ...done, recharge_id: 2, reference: 'R1', numero: '+2359', montant: 500, canal: 'USSD', revendeur_id: 2 },
        ],
      },
      gives: [
        {
          reference: 'R1',
          numero: '+2359',
          montant: '500',
          canal: 'USSD',
          revendeur: 'Étoile; "Sud"',
          region: 'Logone',
          date_recharge: '2013-07-25 10:00:00',
        },
        { reference: 'second', revendeur: null },
        { reference: 'third' },
      ],
    },
  ],
};
