import type { Country } from './countries.ts';
import type { Random } from './random.ts';
import type { Fiche, SampleValue } from './tables.ts';

const firstNames = listed(
  'Aïssatou, Mamadou, Fatoumata, Jean-Pierre, Ndèye, Ousmane, Chantal, Moïse, Awa, Ibrahima',
  'Geneviève, Koffi, Marie-Hélène, Sékou, Rokhaya, Thérèse, Abdoulaye, Joël, Bénédicte, Salif',
  'Clémentine, Kouamé, Désiré, Oumou, François, Zénabou, Théophile, Adjoa, Cheikh, Noëlle',
);
const lastNames = listed(
  "Diop, N'Diaye, Traoré, Mbarga, Koné, d'Almeida, Ouédraogo, Ngo Bassong, Mensah, Sow",
  'Tchatchoua, Bâ, Essomba, Kouassi, Nguema, Coulibaly, Mabiala, Hounkpè, Abakar, Lô',
  "M'Bow, Fofana, Agossou, Bongo-Ndong, Issoufou, Kaboré, Rakoto, Fall, Sané, Dossou",
);
const streets = [
  'Rue 12; face pharmacie "La Paix"',
  'Avenue Léopold-Sédar',
  'Villa 7\nderrière la mosquée',
  'Bd de la République',
  'Quartier Bonapriso, rue des Écoles',
  'Cité SICAP; lot n° 0045',
  '-2e étage, immeuble Étoile',
  'Rue de l’Océan',
  'Carrefour "Trois Voleurs"',
  "Impasse du Marché\r\nprès de l'école",
  'Route de l’aéroport km 5',
  'BP 00217',
];
const details = [
  'Porte B',
  'Appt 04',
  "Chez l'oncle Séga",
  'Résidence "Les Filaos"',
  '=2e bâtiment',
  'à côté; de la poste',
];

type Person = Pick<
  Fiche,
  | 'main_civ'
  | 'main_nom'
  | 'main_prenom'
  | 'main_email'
  | 'main_adr1'
  | 'main_adr2'
  | 'main_adr3'
  | 'main_ville'
  | 'main_tel'
  | 'main_teldom'
  | 'main_telbur'
  | 'main_gsm'
  | 'main_tel4'
  | 'main_tel5'
>;

/** Who a subscriber is and how to reach them; invented. */
export function personOf(country: Country, random: Random): Person {
  const first = random.pick(firstNames);
  const last = random.pick(lastNames);
  const phone = (): string => phoneOf(country, random);
  return {
    main_civ: random.weighted([
      ['1', 55],
      ['2', 30],
      ['3', 13],
      ['', 1],
      [null, 1],
    ]),
    main_nom: random.oneIn(4) ? last.toUpperCase() : last,
    main_prenom: first,
    main_email: random.oneIn(3)
      ? `${plain(first)}.${plain(last)}${random.below(99)}@courriel.example`
      : missing(random),
    main_adr1: random.pick(streets),
    main_adr2: random.oneIn(4) ? random.pick(details) : missing(random),
    main_adr3: random.oneIn(12) ? random.pick(details) : missing(random),
    main_ville: random.pick(country.cities),
    main_tel: random.oneIn(40) ? missing(random) : phone(),
    main_teldom: random.oneIn(3) ? phone() : missing(random),
    main_telbur: random.oneIn(5) ? phone() : missing(random),
    main_gsm: random.weighted([
      [phone(), 60],
      ['néant', 2],
      [missing(random), 38],
    ]),
    main_tel4: random.oneIn(9) ? phone() : missing(random),
    main_tel5: random.oneIn(20) ? phone() : missing(random),
  };
}

/** A phone as people write it: with `+221`, with `00221`, or local, often with a leading zero. */
export function phoneOf({ prefix }: Country, random: Random): string {
  const local = random.digits(8);
  return random.weighted([
    [`+${prefix}${local}`, 3],
    [`00${prefix}${local}`, 2],
    [local, 3],
    [`0${local}`, 2],
  ]);
}

/** Nothing, in one of the two ways a database says it. */
export function missing(random: Random): SampleValue {
  return random.oneIn(2) ? null : '';
}

/** A name as it stands in an address: ASCII letters, lower case. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase();
}

function listed(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(', '));
}
