import { clockText } from './days.ts';
import { fiches } from './fiches.ts';
import { talked } from './outcomes.ts';
import { Random } from './random.ts';
import type { Call, Fiche, SampleValue } from './tables.ts';

const missed: readonly (readonly [SampleValue, number])[] = [
  ['NOANSWER', 4],
  ['BUSY', 3],
  ['MACHIN', 4],
  ['CONGESTION', 1],
  ['', 2],
  [null, 2],
];

/** The dialler's calls to the fiches that were called: up to three, all on the day of the last; some are not in the archive. */
export function* calls(count: number, seed: number): Generator<Call> {
  const random = new Random(seed + 2);
  let id = 0;
  for (const fiche of fiches(count, seed)) {
    if (fiche.main_dateappel === null || random.oneIn(12)) continue;
    const day = String(fiche.main_dateappel).slice(0, 10);
    let second = random.between(0, 8 * 3600);
    for (let left = random.between(1, 3); left > 0; left--) {
      yield {
        id: ++id,
        main_id: fiche.main_id,
        call_time: `${day} ${clockText(second)}`,
        ...dialled(fiche, left === 1, random),
      };
      second += random.below(5 * 3600);
    }
  }
}

function dialled(fiche: Fiche, last: boolean, random: Random): Pick<Call, 'status' | 'agent' | 'duration_s'> {
  const reached = last && talked.has(fiche.main_codefinappel);
  return {
    status: reached ? 'HUMAN' : random.weighted(missed),
    agent: fiche.main_userid,
    duration_s: reached ? random.between(40, 900) : random.between(0, 60),
  };
}
