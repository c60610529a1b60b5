import { clockText, daysFrom } from './days.ts';
import { Random } from './random.ts';
import { SAMPLE_DAY } from './segments.ts';
import type { Reseller, SampleValue, TopUp } from './tables.ts';

const FIRST_DAY = '2013-05-20';

const shops: readonly (readonly [name: string, city: string, region: string])[] = [
  ['Gombe Recharge', 'Kinshasa', 'Kinshasa'],
  ['Étoile du Fleuve', 'Matadi', 'Kongo-Central'],
  ['Kiosque "Chez Mama Béa"', 'Kinshasa', 'Kinshasa'],
  ['Alimentation Lisala; Boma', 'Boma', 'Kongo-Central'],
  ['Kikwit Télécom', 'Kikwit', 'Bandundu'],
  ['Kiosque du Grand Marché', 'Kinshasa', 'Kinshasa'],
  ["Équateur Services d'appel", 'Mbandaka', 'Équateur'],
  ['Mai-Ndombe Crédit', 'Inongo', 'Bandundu'],
];
const channels: readonly (readonly [string, number])[] = [
  ['USSD', 6],
  ['CARTE', 3],
  ['BOUTIQUE', 2],
];
const states: readonly (readonly [string, number])[] = [
  ['OK', 17],
  ['ECHEC', 2],
  ['ANNULEE', 1],
];
const amounts = [100, 250, 500, 1000, 2500, 5000, 9990];

export function resellers(): readonly Reseller[] {
  return shops.map(([nom, ville, region], at) => ({ revendeur_id: at + 1, nom, ville, region }));
}

/** Top-ups of the ten weeks up to the sample day, oldest first. */
export function* topUps(count: number, seed: number): Generator<TopUp> {
  const random = new Random(seed + 3);
  const days = daysFrom(FIRST_DAY, SAMPLE_DAY);
  for (let id = 1; id <= count; id++) {
    const day = days[Math.floor(((id - 1) * days.length) / count)];
    yield {
      recharge_id: id,
      reference: `R${String(id).padStart(9, '0')}`,
      numero: random.pick(['0', '+243', '00243']) + `8${random.digits(8)}`,
      montant: random.pick(amounts),
      canal: random.weighted(channels),
      revendeur_id: random.weighted<SampleValue>([
        [random.between(1, shops.length), 9],
        [null, 1],
      ]),
      statut: random.weighted(states),
      date_recharge: `${day} ${clockText(random.below(24 * 3600))}`,
    };
  }
}
