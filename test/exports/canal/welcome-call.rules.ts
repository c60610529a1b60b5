import WelcomeCall from '../../../exports/canal/welcome-call.ts';
import type { Fiche } from '../../../src/embedded/sample/tables.ts';
import { type Rule, type RuleTable, sampleDay, sides } from '../support/rules.ts';

const called: Partial<Fiche> = {
  main_fichier: 'X_CANAL_PA_WELCOME_CALL_MALI_20130722',
  main_dateappel: '2013-07-25 10:00:00',
};

/** The titles of the client's contract, each with the column its cells come from; null: always empty. */
const contract: readonly (readonly [title: string, column: keyof Fiche | null])[] = [
  ['Abonne', 'main_numeroabonne'],
  ['Contrat', 'main_numerocontrat'],
  ['Carte', 'main_numerocarte'],
  ['Civilite', 'main_civ'],
  ['Nom', 'main_nom'],
  ['Prenom', 'main_prenom'],
  ['Formule', 'main_formule'],
  ['Options', 'main_options'],
  ['Debut_abo', 'main_debutabonnement'],
  ['Fin abo', 'main_datefinabonnement'],
  ['Duree', 'main_duree'],
  ['Tel. domicile 1', 'main_teldom'],
  ['Tel. domicile 2', 'main_tel5'],
  ['Tel. bureau 1', 'main_telbur'],
  ['Tel. bureau 2', null],
  ['Tel. mobile 1', 'main_gsm'],
  ['Tél. mobile 2', 'main_tel4'],
  ['Email', 'main_email'],
  ['Adresse 1', 'main_adr1'],
  ['Adresse 2', 'main_adr2'],
  ['Adresse 3', 'main_adr3'],
  ['Ville', 'main_ville'],
  ['Pays', 'main_pays'],
  ['Num distrib', 'main_distributeur'],
  ['Nom distrib', 'main_teldistributeur'],
  ['Tél distrib', 'main_coordonneesdistributeur'],
  ['Ancien abonne DSTV', 'main_q5payerdecodeur'],
  ['Reorientation parabole offerte', 'main_q5bispayerparabole'],
  ['Nouvelle parabole offerte', 'main_q6installermateriel'],
  ['Bonne reception images', 'main_q6bisbeneficierparabole'],
  ['Note qualite de service distributeur', 'main_q7indiquerdecodeur'],
  ['Prix decodeur', 'main_q5bispayercombien'],
  ['Pourquoi ce choix de formule', 'main_q2verbatimetresatisfaitdecanal'],
  ['Prix paye pour la formule', 'main_q1verbatimdistributeur'],
  ['Qualite de l image', 'main_q8accederimage'],
  ['Code Fin Appel', 'main_codefinappel'],
  ['Code Refus', 'main_coderefus'],
  ['Date Appel', 'main_dateappel'],
  ['Log', 'main_userid'],
];

const special: Partial<Fiche> = {
  ...called,
  main_civ: '1',
  main_debutabonnement: '2013-01-02',
  main_datefinabonnement: '2013-08-01',
  main_duree: 6,
};
const plain = contract.flatMap(([, column]) => (column === null || column in special ? [] : [column]));
const fiche: Partial<Fiche> = {
  ...Object.fromEntries(plain.map((column) => [column, column.slice('main_'.length, 'main_'.length + 20)])),
  ...special,
};

function title(main_civ: string | null, Civilite: string | null): Rule {
  return {
    rule: `says ${Civilite} for ${main_civ}`,
    given: { fiches: [{ ...called, main_civ }] },
    gives: [{ Civilite }],
  };
}

export const welcomeCall: RuleTable = {
  definition: new WelcomeCall(),
  titles: contract.map(([header]) => header),
  about: sampleDay,
  rules: [
    ...sides('fiches', called, {
      kept: [
        ['a segment named so to its end', { main_fichier: 'CANAL_PA_WELCOME_CALL' }],
        ['a call at the first instant of the day', { main_dateappel: '2013-07-25 00:00:00' }],
        ['a call at the last second of the day', { main_dateappel: '2013-07-25 23:59:59' }],
      ],
      left: [
        ['a call of the second before', { main_dateappel: '2013-07-24 23:59:59' }],
        ['a call at the first instant of the next day', { main_dateappel: '2013-07-26 00:00:00' }],
        ['a fiche never called', { main_dateappel: null }],
        ['a welcome segment of OA', { main_fichier: 'CANAL_OA_WELCOME_CALL_MALI' }],
        ['a segment of PA of another motive', { main_fichier: 'CANAL_PA_ECHUS_FRAIS_MALI' }],
        ['a segment with other marks for the underscores', { main_fichier: 'CANAL-PA-WELCOME-CALL-MALI' }],
      ],
    }),
    {
      rule: 'takes each of the 39 columns from where the contract says',
      given: { fiches: [fiche] },
      gives: [
        {
          ...Object.fromEntries(
            contract.map(([header, column]) => [header, column === null ? null : String(fiche[column])]),
          ),
          Civilite: 'MR',
        },
      ],
    },
    title('2', 'MM'),
    title('3', 'ML'),
    title('', null),
    title(null, null),
    {
      rule: 'is in the order of the calls',
      given: {
        fiches: [
          { ...called, main_id: 1, main_nom: 'third', main_dateappel: '2013-07-25 11:00:00' },
          { ...called, main_id: 3, main_nom: 'second' },
          { ...called, main_id: 2, main_nom: 'first' },
        ],
      },
      gives: [{ Nom: 'first' }, { Nom: 'second' }, { Nom: 'third' }],
    },
  ],
};
