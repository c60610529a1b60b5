import { Temporal } from 'temporal-polyfill';
import FacturationMensuelle from '../../../exports/tigo/facturation-mensuelle.ts';
import tigo from '../../../exports/tigo/operation.ts';
import type { TopUp } from '../../../src/embedded/sample/tables.ts';
import { monthInterval } from '../../../src/lib/calendar/interval.ts';
import { type RuleTable, sides } from '../support/rules.ts';

const done: Partial<TopUp> = { statut: 'OK', date_recharge: '2013-06-15 10:00:00', montant: 1000, revendeur_id: 1 };

export const facturationMensuelle: RuleTable = {
  definition: new FacturationMensuelle(),
  titles: ['Région', 'Revendeur', 'Recharges', 'Montant (FC)', 'Commission (FC)'],
  about: monthInterval(Temporal.PlainYearMonth.from('2013-06'), tigo.zone),
  rules: [
    ...sides('topUps', done, {
      kept: [
        ['the first instant of the month', { date_recharge: '2013-06-01 00:00:00' }],
        ['the last second of the month', { date_recharge: '2013-06-30 23:59:59' }],
      ],
      left: [
        ['the second before the month', { date_recharge: '2013-05-31 23:59:59' }],
        ['the first instant of the next month', { date_recharge: '2013-07-01 00:00:00' }],
        ['one that failed', { statut: 'ECHEC' }],
      ],
    }),
    {
      rule: 'adds up the top-ups of each shop, direct sales first, with a commission of 3.5 per cent',
      given: {
        resellers: [
          { revendeur_id: 2, nom: 'Boutique', region: 'Guéra' },
          { revendeur_id: 1, nom: 'Étoile', region: 'Logone' },
        ],
        topUps: [
          { ...done, montant: 250 },
          { ...done, montant: 101 },
          { ...done, revendeur_id: 2 },
          { ...done, revendeur_id: null, montant: 7 },
          { ...done, revendeur_id: 99, montant: 3 },
        ],
      },
      gives: [
        {
          Région: null,
          Revendeur: 'Vente directe',
          Recharges: '2',
          'Montant (FC)': '10',
          'Commission (FC)': '0.35',
        },
        {
          Région: 'Logone',
          Revendeur: 'Étoile',
          Recharges: '2',
          'Montant (FC)': '351',
          'Commission (FC)': '12.29',
        },
        {
          Région: 'Guéra',
          Revendeur: 'Boutique',
          Recharges: '1',
          'Montant (FC)': '1000',
          'Commission (FC)': '35.00',
        },
      ],
    },
    {
      rule: 'bills two shops of one name and region apart',
      given: {
        resellers: [1, 2].map((revendeur_id) => ({ revendeur_id, nom: 'Kiosque', region: 'Kinshasa' })),
        topUps: [done, { ...done, revendeur_id: 2, montant: 500 }],
      },
      gives: [{ 'Montant (FC)': '1000' }, { 'Montant (FC)': '500' }],
    },
  ],
};
