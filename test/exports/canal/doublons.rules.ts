import Doublons from '../../../exports/canal/doublons.ts';
import type { RefusedFiche } from '../../../src/embedded/sample/tables.ts';
import { type RuleTable, sampleDay, sides } from '../support/rules.ts';

const double: Partial<RefusedFiche> = { main_datechargment: '2013-07-25', main_pays: 'CAMEROUN', motif: 'DOUBLON' };

export const doublons: RuleTable = {
  definition: new Doublons(),
  titles: ['tel', 'Nom', 'Prenom', 'NumeroAbonne', 'FichierClient', 'Datechargment'],
  about: sampleDay,
  rules: [
    ...sides('refused', double, {
      kept: [['a double of CAMEROUN loaded on the day', {}]],
      left: [
        ['one loaded the day before', { main_datechargment: '2013-07-24' }],
        ['one loaded the day after', { main_datechargment: '2013-07-26' }],
        ['another country', { main_pays: 'GABON' }],
        ['an invalid number', { motif: 'INVALIDE' }],
      ],
    }),
    {
      rule: 'says phone, name, number, client file and load date, in the order of the fiches',
      given: {
        fiches: [{ main_id: 9, main_datechargment: '2013-07-25', main_pays: 'CAMEROUN' }],
        refused: [
          { ...double, main_id: 2, main_nom: 'second' },
          {
            ...double,
            main_id: 1,
            main_tel: '0077',
            main_nom: "N'Diaye",
            main_prenom: 'Aïssatou',
            main_numeroabonne: '0012',
            main_fichierclient: 'AFR.txt',
          },
        ],
      },
      gives: [
        {
          tel: '0077',
          Nom: "N'Diaye",
          Prenom: 'Aïssatou',
          NumeroAbonne: '0012',
          FichierClient: 'AFR.txt',
          Datechargment: '2013-07-25',
        },
        { Nom: 'second' },
      ],
    },
  ],
};
