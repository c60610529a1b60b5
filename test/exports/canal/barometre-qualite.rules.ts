import BarometreQualite from '../../../exports/canal/barometre-qualite.ts';
import type { Fiche } from '../../../src/embedded/sample/tables.ts';
import { type Rule, type RuleTable, sampleDay, sides } from '../support/rules.ts';

const eligible: Partial<Fiche> = {
  main_fichier: 'CANAL_OA_ARRIVANT_A_ECHEANCE_MALI',
  main_called: 'O',
  main_codefinappel: 'CPLUS',
  main_formule: 'Évasion',
  main_duree: 3,
  main_gsm: '77',
  main_pays: 'SENEGAL',
  main_dateappel: '2013-07-20 10:00:00',
};
const served = [
  'BENIN',
  'BURKINA FASO',
  'CAMEROUN',
  'GHANA',
  'GUINEE',
  'GUINEE EQUATORIALE',
  'MALI',
  'MAURITANIE',
  'NIGER',
  'NIGERIA',
  'REP.CENTRAFRICAINE',
  'SENEGAL',
  'TCHAD',
  'TOGO',
  'BAHREIN',
  'CONGO',
  'COTE D IVOIRE',
  'GABON',
  'GUINEE BISSAU',
  'REP.DEMOCRATIQUE DU CONGO',
];
const quotaCountries = ['TOGO', 'MALI', 'BURKINA FASO', 'REP.DEMOCRATIQUE DU CONGO'];

/** That many eligible subscribers of a country, none of whom is in another list. */
export function subscribers(count: number, country: string): Partial<Fiche>[] {
  return Array.from({ length: count }, (_, at) => ({
    ...eligible,
    main_numeroabonne: `${country.slice(0, 10)} ${at}`,
    main_pays: country,
  }));
}

function countries(rule: string, fiches: readonly Partial<Fiche>[], first: readonly string[], rows: number): Rule {
  const gives = Array.from({ length: rows }, (_, at) => {
    const country = first[at];
    return country === undefined ? {} : { 'PAYS DE RESIDENCE': country };
  });
  return { rule, given: { fiches }, gives };
}

function motive(fichier: string, motif: string): Rule {
  return {
    rule: `says ${motif} for ${fichier}`,
    given: { fiches: [{ ...eligible, main_fichier: `CANAL_OA_${fichier}_X` }] },
    gives: [{ 'MOTIF APPEL SORTANT': motif }],
  };
}

export const barometreQualite: RuleTable = {
  definition: new BarometreQualite(),
  titles: [
    'NUM ABO',
    'NOM',
    'PRENOM',
    'TEL MOBILES',
    'TEL DOMICILE',
    'TEL BUREAU',
    'FORMULE EN COURS',
    'DUREE ABO',
    'MOTIF APPEL SORTANT',
    'ANCIENNETE',
    'VILLE DE RESIDENCE',
    'PAYS DE RESIDENCE',
  ],
  about: sampleDay,
  rules: [
    ...sides('fiches', eligible, {
      kept: [
        ['the outcome CPLUS', {}],
        ['the outcome REFUS', { main_codefinappel: 'REFUS' }],
        ['a call fifteen days before the end', { main_dateappel: '2013-07-11 00:00:00' }],
        ['a call at the last second', { main_dateappel: '2013-07-25 23:59:59' }],
        ['one with a phone at home alone', { main_gsm: null, main_teldom: '33' }],
        ['one with a phone at work alone', { main_gsm: '', main_telbur: '33' }],
        ['a duration of one month', { main_duree: 1 }],
        ['a segment named ECHEANCE to its end', { main_fichier: 'ECHEANCE' }],
        ['a segment named FRAIS to its end', { main_fichier: 'ECHUS_FRAIS' }],
        ['a segment named LONGS to its end', { main_fichier: 'ECHUS_LONGS' }],
        ...served.map((main_pays) => [main_pays, { main_pays }] as const),
      ],
      left: [
        ['a closed one', { main_called: 'X' }],
        ['one in no state', { main_called: null }],
        ['another outcome', { main_codefinappel: 'CAS PARTICULIER' }],
        ['no formula', { main_formule: null }],
        ['an empty formula', { main_formule: '' }],
        ['no duration', { main_duree: null }],
        ['a duration of zero', { main_duree: 0 }],
        ['one without a phone', { main_gsm: '', main_teldom: null, main_telbur: '', main_tel: '33' }],
        ['a call before', { main_dateappel: '2013-07-10 23:59:59' }],
        ['a call after', { main_dateappel: '2013-07-26 00:00:00' }],
        ['another motive', { main_fichier: 'CANAL_PA_WELCOME_CALL_MALI' }],
        ['another country', { main_pays: 'MADAGASCAR' }],
      ],
    }),
    motive('ARRIVANT_A_ECHEANCE', 'AAE'),
    motive('ECHUS_FRAIS', 'EF'),
    motive('ECHUS_LONGS', 'EL'),
    {
      rule: 'says numbers, names, phones, formula, duration, town and country',
      given: {
        fiches: [
          {
            ...eligible,
            main_numeroabonne: '0012',
            main_nom: 'Lô',
            main_prenom: 'Awa',
            main_teldom: '+221',
            main_telbur: '0033',
            main_ville: 'Thiès',
          },
        ],
      },
      gives: [
        {
          'NUM ABO': '0012',
          NOM: 'Lô',
          PRENOM: 'Awa',
          'TEL MOBILES': '77',
          'TEL DOMICILE': '+221',
          'TEL BUREAU': '0033',
          'FORMULE EN COURS': 'Évasion',
          'DUREE ABO': '3',
          'MOTIF APPEL SORTANT': 'AAE',
          ANCIENNETE: null,
          'VILLE DE RESIDENCE': 'Thiès',
          'PAYS DE RESIDENCE': 'SENEGAL',
        },
      ],
    },
    {
      rule: 'asks a subscriber of two fiches once, after the newer call',
      given: {
        fiches: [
          { ...eligible, main_numeroabonne: '1', main_nom: 'older', main_dateappel: '2013-07-20 10:00:00' },
          { ...eligible, main_numeroabonne: '1', main_nom: 'newer', main_dateappel: '2013-07-21 10:00:00' },
          { ...eligible, main_numeroabonne: '1', main_nom: 'older', main_dateappel: '2013-07-20 11:00:00' },
        ],
      },
      gives: [{ NOM: 'newer' }],
    },
    {
      rule: 'takes the newer fiche of two calls at the same second',
      given: {
        fiches: [
          { ...eligible, main_id: 2, main_numeroabonne: '1', main_nom: 'newer' },
          { ...eligible, main_id: 1, main_numeroabonne: '1', main_nom: 'older' },
        ],
      },
      gives: [{ NOM: 'newer' }],
    },
    ...quotaCountries.map((country) =>
      countries(
        `puts up to ten of ${country} first`,
        [...subscribers(60, 'SENEGAL'), ...subscribers(10, country)],
        Array.from({ length: 10 }, () => country),
        70,
      ),
    ),
    countries(
      'lets the eleventh of such a country take its turn among the others',
      [...subscribers(11, 'TOGO'), ...subscribers(400, 'SENEGAL')],
      Array.from({ length: 10 }, () => 'TOGO'),
      333,
    ),
    countries('fills up with more of such a country', subscribers(20, 'TOGO'), [], 20),
    countries('stops at 333', subscribers(340, 'SENEGAL'), [], 333),
    countries('gives what there is when it is less', subscribers(332, 'SENEGAL'), [], 332),
  ],
};
