import Segment from '../../../exports/canal/segment.ts';
import SegmentXls from '../../../exports/canal/segment-xls.ts';
import type { Fiche, RefusedFiche } from '../../../src/embedded/sample/tables.ts';
import { type Rule, type RuleTable, sides } from '../support/rules.ts';
import type { TitledRow } from '../support/run-definition.ts';

/** The oldest segment of the sample, so that the files of both servers can be compared too. */
const main_fichier = 'CANAL_OA_ARRIVANT_A_ECHEANCE_CAMEROUN_1MC_20130501';
const fiche: Partial<Fiche> = { main_id: 7, main_fichier, main_pays: 'CAMEROUN', main_called: 'O' };
const refused: Partial<RefusedFiche> = { main_id: 7, main_fichier, motif: 'DOUBLON' };

/** Columns that are copied, by their titles. */
const copied: readonly (readonly [title: string, column: keyof Fiche])[] = [
  ['Abonne', 'main_numeroabonne'],
  ['Contrat', 'main_numerocontrat'],
  ['Carte', 'main_numerocarte'],
  ['Nom', 'main_nom'],
  ['Prenom', 'main_prenom'],
  ['Formule', 'main_formule'],
  ['Options', 'main_options'],
  ['Tel.', 'main_tel'],
  ['Tel. domicile 1', 'main_teldom'],
  ['Tel. domicile 2', 'main_tel5'],
  ['Tel. bureau', 'main_telbur'],
  ['Tel. mobile 1', 'main_gsm'],
  ['Tel. mobile 2', 'main_tel4'],
  ['Email', 'main_email'],
  ['Adresse 1', 'main_adr1'],
  ['Adresse 2', 'main_adr2'],
  ['Adresse 3', 'main_adr3'],
  ['Ville', 'main_ville'],
  ['Pays', 'main_pays'],
  ['Num distrib', 'main_distributeur'],
  ['Nom distrib', 'main_teldistributeur'],
  ['Tél distrib', 'main_coordonneesdistributeur'],
  ['Q1 Distributeur', 'main_q1verbatimdistributeur'],
  ['Q2 Satisfait de CANAL', 'main_q2verbatimetresatisfaitdecanal'],
  ['Q3 Formule', 'main_q3formuleabonnement'],
  ['Q3 Installation', 'main_q3prestationinstallation'],
  ['Q4 Avis', 'main_q4avis'],
  ['Q4 Ne sait pas', 'main_q4nsp'],
  ['Q5 Décodeur payé', 'main_q5payerdecodeur'],
  ['Q5 bis Parabole payée', 'main_q5bispayerparabole'],
  ['Q5 bis Combien', 'main_q5bispayercombien'],
  ['Q6 Matériel installé', 'main_q6installermateriel'],
  ['Q6 bis Parabole', 'main_q6bisbeneficierparabole'],
  ['Q6 Bouquet', 'main_q6bouquetabonnement'],
  ['Q6 Durée', 'main_q6dureeabonnement'],
  ['Q6 Date RV', 'main_q6daterv'],
  ['Q6 Heure RV', 'main_q6heurerv'],
  ['Q6 Option', 'main_q6option'],
  ['Q7 Note', 'main_q7indiquerdecodeur'],
  ['Q8 Image', 'main_q8accederimage'],
  ['Code Fin Appel', 'main_codefinappel'],
  ['Code Refus', 'main_coderefus'],
];

/** What is refused at load has an identity and nothing else. */
const identity: readonly (keyof RefusedFiche & keyof Fiche)[] = [
  'main_numeroabonne',
  'main_numerocontrat',
  'main_numerocarte',
  'main_nom',
  'main_prenom',
  'main_tel',
  'main_ville',
  'main_pays',
];

const titles = [
  ...['Abonne', 'Contrat', 'Carte', 'Civilite', 'Nom', 'Prenom', 'Formule', 'Options', 'Debut_abo', 'Fin abo', 'Duree'],
  ...copied.slice(7, -2).map(([title]) => title),
  ...['Nouveau nom', 'Nouveau prénom', 'Nouvelle adresse', 'Nouvelle ville', 'Nouvelle BP', 'Nouveau tel.'],
  ...['Nouveau mobile', 'Nouvel email'],
  ...['Code Fin Appel', 'Code Refus', 'Date Appel', 'Log', 'Refus au chargement'],
];

/** A value of its own for each column, as its cells in the file. */
function values(columns: readonly (readonly [title: string, column: keyof Fiche])[]) {
  const cells = columns.map(
    ([title, column]) => [title, column, `${column.slice('main_'.length)} à`.slice(0, 20)] as const,
  );
  return {
    row: Object.fromEntries(cells.map(([, column, value]) => [column, value])),
    gives: Object.fromEntries(cells.map(([title, , value]) => [title, value])),
  };
}

function one(rule: string, change: Partial<Fiche>, gives: TitledRow): Rule {
  return { rule, given: { fiches: [{ ...fiche, ...change }] }, gives: [gives] };
}

/** What the file makes of a phone that the agent noted. */
function phone(rule: string, sent: string | null, noted: string, gives: string | null, country = 'CAMEROUN'): Rule[] {
  return (
    [
      ['Nouveau tel.', 'main_tel', 'main_nouvtel'],
      ['Nouveau mobile', 'main_gsm', 'main_nouvgsm'],
    ] as const
  ).map(([title, old, corrected]) =>
    one(`${rule} (${title})`, { [old]: sent, [corrected]: noted, main_pays: country }, { [title]: gives }),
  );
}

const whole = values(copied);
const refusedWhole = values(copied.filter(([, column]) => (identity as readonly string[]).includes(column)));

const corrections: readonly Rule[] = (
  [
    ['Nouveau nom', 'main_nom', 'main_nouvnom'],
    ['Nouveau prénom', 'main_prenom', 'main_nouvprenom'],
    ['Nouvelle adresse', 'main_adr1', 'main_nouvadr1'],
    ['Nouvelle ville', 'main_ville', 'main_nouvville'],
    ['Nouvel email', 'main_email', 'main_nouvemail'],
  ] as const
).flatMap(([title, sent, noted]) => [
  one(`${title}: what differs`, { [sent]: 'Sene', [noted]: 'Diop' }, { [title]: 'Diop' }),
  one(`${title}: what differs by an accent`, { [sent]: 'Sene', [noted]: 'Sène' }, { [title]: 'Sène' }),
  one(`${title}: what the client had not sent`, { [sent]: null, [noted]: 'Diop' }, { [title]: 'Diop' }),
  one(`${title}: nothing for what is the same`, { [sent]: 'Sène', [noted]: 'Sène ' }, { [title]: null }),
  one(`${title}: nothing where nothing is noted`, { [sent]: 'Sène', [noted]: '' }, { [title]: '' }),
  one(`${title}: nothing where nothing is known`, { [sent]: '', [noted]: null }, { [title]: null }),
]);

const rules: readonly Rule[] = [
  ...sides('fiches', fiche, {
    kept: [
      ['a fiche of the segment', {}],
      ['a fiche not called', { main_called: null }],
      ['a blocked fiche', { main_called: 'B' }],
      ['a fiche renewed already', { main_called: 'D' }],
    ],
    left: [
      ['a fiche of another segment', { main_fichier: `${main_fichier}_2` }],
      ['a fiche of no segment', { main_fichier: null }],
    ],
  }),
  ...sides('refused', refused, {
    kept: [['a fiche of the segment that was refused', {}]],
    left: [['a refused fiche of another segment', { main_fichier: `${main_fichier}_2` }]],
  }),
  one('copies what the source says of a fiche', { ...whole.row, main_duree: 12 }, { ...whole.gives, Duree: '12' }),
  one(
    'copies the dates of the subscription',
    { main_debutabonnement: '2012-06-01', main_datefinabonnement: '2013-05-31' },
    { Debut_abo: '2012-06-01', 'Fin abo': '2013-05-31' },
  ),
  ...(['1 MR', '2 MM', '3 ML'] as const).map((pair) =>
    one(`says ${pair.slice(2)} for ${pair.charAt(0)}`, { main_civ: pair.charAt(0) }, { Civilite: pair.slice(2) }),
  ),
  one('has no civility for others', { main_civ: '' }, { Civilite: null }),
  ...(['O', 'X'] as const).map((main_called) =>
    one(
      `says when and by whom a fiche in state ${main_called} was called`,
      { main_called, main_dateappel: '2013-05-10 09:08:07', main_userid: 'AGT001' },
      { 'Date Appel': '2013-05-10 09:08:07', Log: 'AGT001' },
    ),
  ),
  ...(['B', 'D', '', null] as const).map((main_called) =>
    one(
      `says neither when nor by whom in state ${main_called}, but the outcome`,
      { main_called, main_dateappel: '2013-05-10 09:08:07', main_userid: 'AGT001', main_codefinappel: 'CNADEF' },
      { 'Date Appel': null, Log: null, 'Code Fin Appel': 'CNADEF' },
    ),
  ),
  one('has no refusal at load for a fiche that was taken', {}, { 'Refus au chargement': null }),
  ...corrections,
  one('gives the post box whatever the client sent', { main_nouvbp: 'BP 0042' }, { 'Nouvelle BP': 'BP 0042' }),
  ...phone('writes a phone that differs with the prefix', '99000001', '99000002', '23799000002'),
  ...phone('takes a phone of other digits before the last 8 for the same', '0199000001', '+237 99 00 00 01', null),
  ...phone('compares the whole last 8 digits', '99000001', '89000001', '23789000001'),
  ...phone('reads + and the prefix', '', '+237 99.00.00.02', '23799000002'),
  ...phone('reads 00 and the prefix', null, '0023799000002', '23799000002'),
  ...phone('reads a leading zero', '', '099000002', '23799000002'),
  ...phone('keeps a zero that is one of eight digits', '', '09000002', '23709000002'),
  ...phone('keeps a local number that begins like the prefix', '', '23799002', '23723799002'),
  ...phone('keeps a local number of nine digits', '', '771234567', '221771234567', 'SENEGAL'),
  ...phone('keeps a local number of ten digits', '', '08031234567', '2348031234567', 'NIGERIA'),
  ...phone('keeps the prefix of another country', '', '+33 6 12 34 56 78', '33612345678'),
  ...phone('writes the prefix of Senegal', '', '77123456', '22177123456', 'SENEGAL'),
  ...phone('leaves a phone of a country without a prefix as it is', '', '+41 99000002', '+41 99000002', 'SUISSE'),
  ...phone('leaves what is no phone as it is', '99000001', '12 34 567', '12 34 567'),
  ...phone('gives nothing where no phone is noted', '99000001', '', ''),
  {
    rule: 'copies the identity of a refused fiche, and nothing of the fiche of the same number',
    given: {
      fiches: [{ ...fiche, main_fichier: 'CANAL_OTHER', main_formule: 'Accès', main_codefinappel: 'CPLUS' }],
      refused: [{ ...refused, ...refusedWhole.row, main_civ: '2', motif: 'INVALIDE' }],
    },
    gives: [
      {
        ...refusedWhole.gives,
        Civilite: 'MM',
        Formule: null,
        'Code Fin Appel': null,
        'Refus au chargement': 'INVALIDE',
      },
    ],
  },
  {
    rule: 'copies nothing of the refused fiche of the same number into a fiche',
    given: { fiches: [fiche], refused: [{ ...refused, main_fichier: 'CANAL_OTHER', main_nom: 'Diop' }] },
    gives: [{ Nom: null, 'Refus au chargement': null }],
  },
  {
    rule: 'has the fiches in their order, then those refused in theirs',
    given: {
      fiches: [3, 1].map((main_id) => ({ ...fiche, main_id, main_numeroabonne: `F${main_id}` })),
      refused: [
        { ...refused, main_id: 2, main_numeroabonne: 'R2' },
        { ...refused, main_id: 1, main_numeroabonne: 'R1', motif: 'INVALIDE' },
      ],
    },
    gives: [
      { Abonne: 'F1', 'Refus au chargement': null },
      { Abonne: 'F3', 'Refus au chargement': null },
      { Abonne: 'R1', 'Refus au chargement': 'INVALIDE' },
      { Abonne: 'R2', 'Refus au chargement': 'DOUBLON' },
    ],
  },
];

export const segment: RuleTable = {
  definition: new Segment(),
  titles,
  about: { params: { segment: main_fichier } },
  rules,
};

/** The same query: what is its own is the hook for the corrections. */
export const segmentXls: RuleTable = { ...segment, definition: new SegmentXls(), rules: corrections };
