import { missing } from './people.ts';
import type { Random } from './random.ts';
import type { Fiche, SampleValue } from './tables.ts';

type Answers = Pick<Fiche, Extract<keyof Fiche, `main_q${string}`>>;
type Weights = readonly (readonly [value: SampleValue, weight: number])[];

const marks: Weights = [
  ['4', 8],
  ['5', 6],
  ['3', 4],
  ['2', 2],
  ['1', 1],
  ['10', 1],
  ['4,5', 3],
  ['3.5', 3],
  ['nsp', 3],
  ['.', 2],
  ['', 2],
  [null, 1],
];
const yesNo: Weights = [
  ['1', 6],
  ['2', 3],
  ['', 1],
  [null, 1],
];
const verbatims = [
  '5 000 F; "promotion"',
  'Bon accueil, prix élevé',
  "L'image est belle\nmais le décodeur chauffe",
  'Sport et cinéma',
  'Un ami m’a conseillé',
  '12500',
  'RAS',
  '=gratuit',
];

/** The survey of a subscriber who was reached, or no answers. */
export function answersOf(reached: boolean, random: Random): Answers {
  const mark = (): SampleValue => (reached ? random.weighted(marks) : missing(random));
  const choice = (): SampleValue => (reached ? random.weighted(yesNo) : missing(random));
  const words = (): SampleValue => (reached && random.oneIn(2) ? random.pick(verbatims) : missing(random));
  return {
    main_q1verbatimdistributeur: words(),
    main_q2verbatimetresatisfaitdecanal: words(),
    main_q3formuleabonnement: mark(),
    main_q3prestationinstallation: choice(),
    main_q4avis: words(),
    main_q4nsp: choice(),
    main_q5payerdecodeur: choice(),
    main_q5bispayerparabole: choice(),
    main_q5bispayercombien: reached ? random.pick(['10000', '15 000', '0', 'nsp', '']) : missing(random),
    main_q6installermateriel: choice(),
    main_q6bisbeneficierparabole: choice(),
    main_q6bouquetabonnement: choice(),
    main_q6dureeabonnement: reached ? random.pick(['1', '3', '12', '']) : missing(random),
    main_q6daterv: missing(random),
    main_q6heurerv: missing(random),
    main_q6option: choice(),
    main_q7indiquerdecodeur: mark(),
    main_q8accederimage: mark(),
  };
}
