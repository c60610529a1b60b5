import { clockText, dayAfter } from './days.ts';
import { missing } from './people.ts';
import type { Random } from './random.ts';
import { SAMPLE_DAY, type Segment } from './segments.ts';
import type { Fiche, SampleValue } from './tables.ts';

type Outcome = Pick<
  Fiche,
  | 'main_called'
  | 'main_called_old'
  | 'main_codefinappel'
  | 'main_coderefus'
  | 'main_dateappel'
  | 'main_tempscom'
  | 'main_tempscom_reel'
  | 'main_userid'
>;
type State = 'pending' | 'called' | 'blocked' | 'renewed';
type Weights<T> = readonly (readonly [value: T, weight: number])[];

const outcomes: Weights<string> = [
  ['CPLUS', 32],
  ['REFUS', 26],
  ['CAS PARTICULIER', 8],
  ['CNADEF', 16],
  ['CNANONDEF', 10],
  ['Indisponible', 6],
  ['RAPPEL', 2],
];
const pendingOutcomes: Weights<string> = [
  ['CNANONDEF', 6],
  ['Indisponible', 2],
  ['RAPPEL', 1],
];
const reasons: Readonly<Record<string, Weights<SampleValue>>> = {
  CPLUS: [
    [null, 4],
    ['', 4],
    ['Réabonnement promis', 2],
  ],
  REFUS: [
    ['Refus - Pas intéressé', 6],
    ['Refus de répondre', 3],
    ['Stop contact', 1],
    ['Trop cher; "pas de budget"', 3],
    ['Répondeur', 1],
    [null, 1],
  ],
  'CAS PARTICULIER': [
    ['Client en déplacement', 4],
    ['Décès', 1],
    ['Doublon', 2],
    ['Dialogue impossible', 2],
    ['Décodeur en panne', 3],
  ],
  CNADEF: [
    ['Faux numéro', 5],
    ['Répondeur', 3],
    ['Injoignables permanents', 3],
    ['Numéro non attribué', 2],
    ['', 1],
  ],
  CNANONDEF: [
    ['Répondeur', 5],
    ['Occupé', 3],
    ['Sonnerie sans réponse', 4],
    [null, 1],
  ],
  Indisponible: [
    ['Client en déplacement', 2],
    ['Rappeler plus tard', 5],
  ],
  RAPPEL: [['Rappeler plus tard', 1]],
};
const blockedReasons: Weights<SampleValue> = [
  ['Répondeur', 14],
  ['Injoignables permanents', 3],
  ['Numéro non attribué', 3],
  [null, 1],
];
/** Outcomes of calls in which somebody talked. */
export const talked: ReadonlySet<SampleValue> = new Set(['CPLUS', 'REFUS', 'CAS PARTICULIER']);
/** Days after which nothing of a segment is left to call. */
const LONGEST_CALLING = 25;

const outcomeIn: Readonly<Record<State, (segment: Segment, random: Random) => Outcome>> = {
  pending: (segment, random) =>
    random.oneIn(2) ? untouched(random) : called(missing(random), random.weighted(pendingOutcomes), segment, random),
  called: (segment, random) => called(random.oneIn(4) ? 'X' : 'O', random.weighted(outcomes), segment, random),
  blocked: (segment, random) => ({
    ...called('B', random.oneIn(5) ? '' : 'CNADEF', segment, random),
    main_coderefus: random.weighted(blockedReasons),
  }),
  renewed: (_segment, random) => ({
    ...untouched(random),
    main_called: 'D',
    main_coderefus: random.oneIn(2) ? 'Déjà réabonné' : missing(random),
  }),
};

/** How a fiche's calling stands on the morning after the sample day. */
export function outcomeOf(segment: Segment, random: Random): Outcome {
  return outcomeIn[stateOf(segment, random)](segment, random);
}

function stateOf({ days }: Segment, random: Random): State {
  const pending = days.length > LONGEST_CALLING ? 0 : Math.round(160 / (days.length + 1));
  return random.weighted<State>([
    ['pending', pending],
    ['called', 80],
    ['blocked', 12],
    ['renewed', 8],
  ]);
}

function untouched(random: Random): Outcome {
  return {
    main_called: missing(random),
    main_called_old: missing(random),
    main_codefinappel: missing(random),
    main_coderefus: missing(random),
    main_dateappel: null,
    main_tempscom: missing(random),
    main_tempscom_reel: missing(random),
    main_userid: missing(random),
  };
}

function called(state: SampleValue, outcome: string, segment: Segment, random: Random): Outcome {
  const handled = talked.has(outcome) ? random.between(45, 900) : random.between(8, 70);
  const spoken = talked.has(outcome) ? Math.floor((handled * random.between(50, 95)) / 100) : 0;
  return {
    main_called: state,
    main_called_old: random.weighted<SampleValue>([
      ['', 6],
      [null, 2],
      ['O', 1],
      ['B', 1],
    ]),
    main_codefinappel: outcome,
    main_coderefus: random.weighted(reasons[outcome] ?? [[null, 1]]),
    main_dateappel: callTime(segment, random),
    main_tempscom: clockText(handled),
    main_tempscom_reel: random.oneIn(60) ? missing(random) : clockText(spoken),
    main_userid: `AGT${String(random.between(1, 42)).padStart(3, '0')}`,
  };
}

/** A few calls stand on the very edges of a day. */
function callTime(segment: Segment, random: Random): string {
  const days = segment.days.slice(0, LONGEST_CALLING);
  const day = random.pick(days);
  if (random.oneIn(60)) return `${day} ${random.pick(['00:00:00', '23:59:59'])}`;
  if (day === SAMPLE_DAY && random.oneIn(100)) return `${dayAfter(SAMPLE_DAY, 1)} 00:00:00`;
  return `${day} ${clockText(random.between(8 * 3600, 20 * 3600 - 1))}`;
}
