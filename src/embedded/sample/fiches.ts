import type { Country } from './countries.ts';
import { outcomeOf } from './outcomes.ts';
import { missing, personOf, phoneOf } from './people.ts';
import { Random } from './random.ts';
import { type Segment, segments, segmentSizes } from './segments.ts';
import { answersOf } from './survey.ts';
import type { Fiche, SampleValue } from './tables.ts';

const formulas: readonly (readonly [SampleValue, number])[] = [
  ['Évasion', 5],
  ['Accès', 4],
  ['Essentiel+', 3],
  ['Tout Canal+', 2],
  ['', 1],
  [null, 1],
];
const options: readonly (readonly [SampleValue, number])[] = [
  [null, 4],
  ['', 4],
  ['Charme', 2],
  ['DStv "English Plus"', 1],
  ['Écran 2; PVR', 1],
];
const months: readonly (readonly [number | null, number])[] = [
  [1, 6],
  [3, 4],
  [6, 2],
  [12, 3],
  [0, 1],
  [null, 1],
];

/** The fiches of every segment, numbered from 1 in the order of the segments. */
export function* fiches(count: number, seed: number): Generator<Fiche> {
  const random = new Random(seed);
  const sizes = segmentSizes(count);
  let id = 0;
  for (const [at, segment] of segments.entries()) {
    for (let left = sizes[at] ?? 0; left > 0; left--) yield fiche(++id, segment, random);
  }
}

function fiche(id: number, segment: Segment, random: Random): Fiche {
  const person = personOf(segment.country, random);
  const outcome = outcomeOf(segment, random);
  return {
    main_id: id,
    main_fichier: random.oneIn(400) ? missing(random) : segment.name,
    main_fichierclient: random.oneIn(300) ? missing(random) : segment.clientFile,
    main_datechargment: segment.loaded,
    main_pays: segment.country.name,
    ...subscriptionOf(id, segment, random),
    ...person,
    ...distributorOf(segment.country, random),
    ...outcome,
    ...answersOf(segment.welcome && outcome.main_codefinappel === 'CPLUS', random),
    ...correctionsOf(person, outcome.main_codefinappel === 'CPLUS' && random.oneIn(8), segment.country, random),
  };
}

/** One subscriber in eighty stands in two fiches. */
function subscriptionOf(id: number, { subscriptionDays }: Segment, random: Random) {
  const subscriber = id > 1 && random.oneIn(80) ? random.between(1, id - 1) : id;
  const duration = random.weighted(months);
  return {
    main_numeroabonne: String((subscriber * 7919) % 99_999_989).padStart(8, '0'),
    main_numerocontrat: `0${String(subscriber).padStart(7, '0')}`,
    main_numerocarte: `00${String(subscriber * 104_729).padStart(12, '0')}`,
    main_formule: random.weighted(formulas),
    main_options: random.weighted(options),
    main_debutabonnement: random.oneIn(50) ? null : random.pick(subscriptionDays.slice(0, -50)),
    main_datefinabonnement: random.oneIn(50) ? null : random.pick(subscriptionDays.slice(-90)),
    main_duree: duration,
  };
}

function distributorOf({ name, cities, distributors, prefix }: Country, random: Random) {
  if (random.oneIn(60)) {
    const nothing = missing(random);
    return { main_distributeur: nothing, main_teldistributeur: nothing, main_coordonneesdistributeur: nothing };
  }
  const at = random.below(distributors.length);
  return {
    main_distributeur: `0${prefix}${at} ${distributors[at]}`,
    main_teldistributeur: `+${prefix}3382${String(at).padStart(4, '0')}`,
    main_coordonneesdistributeur: `${cities[at % cities.length]}; marché central\n${name}`,
  };
}

/** What the agent noted, sometimes the same as what the client had sent. */
function correctionsOf(
  person: Pick<Fiche, 'main_nom' | 'main_prenom' | 'main_ville' | 'main_adr1' | 'main_tel' | 'main_gsm' | 'main_email'>,
  corrected: boolean,
  country: Country,
  random: Random,
) {
  const noted = (same: SampleValue, other: SampleValue): SampleValue => {
    if (!corrected) return missing(random);
    return random.oneIn(2) ? same : other;
  };
  return {
    main_nouvnom: noted(person.main_nom, 'Diallo-Sène'),
    main_nouvprenom: noted(person.main_prenom, 'Élodie'),
    main_nouvville: noted(person.main_ville, random.pick(country.cities)),
    main_nouvadr1: noted(person.main_adr1, 'Nouvelle cité; porte 03'),
    main_nouvtel: noted(person.main_tel, phoneOf(country, random)),
    main_nouvgsm: noted(person.main_gsm, phoneOf(country, random)),
    main_nouvbp: noted(null, `BP 0${random.digits(4)}`),
    main_nouvemail: noted(person.main_email, 'nouvelle.adresse@courriel.example'),
  };
}
