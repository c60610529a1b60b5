import { type Country, countryOf } from './countries.ts';
import { dayAfter, daysFrom } from './days.ts';

/** The day the sample is about: the morning of the next day exports it. */
export const SAMPLE_DAY = '2013-07-25';

/** A client file of subscribers to call. */
export interface Segment {
  readonly name: string;
  readonly clientFile: string;
  readonly country: Country;
  readonly welcome: boolean;
  /** The day it was loaded, `yyyy-MM-dd`. */
  readonly loaded: string;
  /** The days from the load to the sample day. */
  readonly days: readonly string[];
  /** Four hundred days before the load and thirty after it: where subscriptions begin and end. */
  readonly subscriptionDays: readonly string[];
  /** Its share of the fiches, among the segments of the sample day or among the finished ones. */
  readonly weight: number;
}

const motives = {
  ECHEANCE: 'ARRIVANT_A_ECHEANCE',
  FRAIS: 'ECHUS_FRAIS',
  LONGS: 'ECHUS_LONGS',
  WELCOME: 'WELCOME_CALL',
} as const;

type Line = readonly [
  product: 'OA' | 'PA',
  motive: keyof typeof motives,
  country: string,
  variant: '' | '1M' | '1MC',
  loaded: string,
  weight: number,
];

/** Loaded on both sides of every calling window as seen from the sample day: 6, 7 and 15 days before its end. */
const lines: readonly Line[] = [
  ['OA', 'ECHEANCE', 'CAMEROUN', '1MC', '2013-05-01', 30],
  ['PA', 'FRAIS', 'COTE_D_IVOIRE', '', '2013-06-20', 20],
  ['OA', 'LONGS', 'RDC', '', '2013-06-27', 15],
  ['OA', 'ECHEANCE', 'CAMEROUN', '1MC', '2013-07-03', 60],
  ['OA', 'LONGS', 'CAMEROUN', '', '2013-07-04', 40],
  ['OA', 'ECHEANCE', 'GABON', '', '2013-07-05', 40],
  ['OA', 'ECHEANCE', 'COTE_D_IVOIRE', '1M', '2013-07-11', 50],
  ['OA', 'ECHEANCE', 'COTE_D_IVOIRE', '1M', '2013-07-12', 40],
  ['OA', 'LONGS', 'GABON', '', '2013-07-15', 20],
  ['PA', 'FRAIS', 'GUINEE', '', '2013-07-15', 15],
  ['PA', 'WELCOME', 'COTE_D_IVOIRE', '', '2013-07-15', 25],
  ['OA', 'ECHEANCE', 'MADAGASCAR', '', '2013-07-16', 10],
  ['PA', 'FRAIS', 'BURKINA_FASO', '', '2013-07-16', 25],
  ['OA', 'ECHEANCE', 'BAHREIN', '', '2013-07-17', 8],
  ['PA', 'ECHEANCE', 'TOGO', '', '2013-07-17', 15],
  ['PA', 'LONGS', 'SENEGAL', '', '2013-07-17', 20],
  ['OA', 'FRAIS', 'SENEGAL', '', '2013-07-18', 25],
  ['PA', 'ECHEANCE', 'MALI', '', '2013-07-18', 25],
  ['PA', 'ECHEANCE', 'RDC', '', '2013-07-18', 20],
  ['OA', 'ECHEANCE', 'SENEGAL', '1MC', '2013-07-19', 30],
  ['OA', 'FRAIS', 'CAMEROUN', '', '2013-07-19', 35],
  ['PA', 'LONGS', 'MAURITANIE', '', '2013-07-19', 10],
  ['OA', 'ECHEANCE', 'CAMEROUN', '1MC', '2013-07-20', 50],
  ['OA', 'FRAIS', 'CAMEROUN', '', '2013-07-20', 35],
  ['OA', 'ECHEANCE', 'CAMEROUN', '1MC', '2013-07-21', 50],
  ['OA', 'WELCOME', 'SENEGAL', '', '2013-07-21', 15],
  ['OA', 'ECHEANCE', 'SENEGAL', '1M', '2013-07-22', 30],
  ['OA', 'FRAIS', 'CONGO', '', '2013-07-22', 15],
  ['OA', 'LONGS', 'TOGO', '', '2013-07-22', 20],
  ['PA', 'WELCOME', 'SENEGAL', '', '2013-07-22', 30],
  ['PA', 'ECHEANCE', 'BENIN', '', '2013-07-23', 15],
  ['PA', 'WELCOME', 'CAMEROUN', '', '2013-07-23', 30],
  ['OA', 'WELCOME', 'BENIN', '', '2013-07-23', 10],
  ['PA', 'ECHEANCE', 'TCHAD', '1M', '2013-07-24', 15],
  ['PA', 'FRAIS', 'NIGER', '', '2013-07-24', 12],
  ['PA', 'WELCOME', 'MALI', '', '2013-07-24', 20],
  ['OA', 'ECHEANCE', 'CAMEROUN', '1MC', '2013-07-25', 25],
  ['OA', 'FRAIS', 'CAMEROUN', '', '2013-07-25', 18],
  ['PA', 'WELCOME', 'GABON', '', '2013-07-25', 8],
];

/** A segment for each day of five weeks long before, called to its end: what is billed for June, and where a large sample is large. */
const finishedLines: readonly Line[] = daysFrom('2013-05-02', '2013-06-07').map((loaded, at) => {
  const motive = (['ECHEANCE', 'FRAIS', 'LONGS', 'WELCOME'] as const)[at % 4] ?? 'ECHEANCE';
  const countries = ['CAMEROUN', 'SENEGAL', 'GABON', 'MALI', 'TOGO', 'BENIN', 'RDC', 'CONGO', 'COTE_D_IVOIRE'];
  return [at % 3 === 0 ? 'PA' : 'OA', motive, countries[at % 9] ?? 'CAMEROUN', at % 8 === 0 ? '1MC' : '', loaded, 1];
});

/** Every segment of the sample: those of the sample day, oldest first, then the finished ones. */
export const segments: readonly Segment[] = [...lines, ...finishedLines].map(segmentOf);

function segmentOf([product, motive, code, variant, loaded, weight]: Line): Segment {
  const country = countryOf(code);
  const day = loaded.replaceAll('-', '');
  const parts = ['CANAL', product, motives[motive], code, variant, day];
  return {
    name: parts.filter((part) => part !== '').join('_'),
    clientFile: `${country.clientFiles}_${day}_${product}_${motive}.txt`,
    country,
    welcome: motive === 'WELCOME',
    loaded,
    days: daysFrom(loaded, SAMPLE_DAY),
    subscriptionDays: daysFrom(dayAfter(loaded, -400), dayAfter(loaded, 30)),
    weight,
  };
}

/** Of more fiches than this the finished segments have the rest: the sample day stays as it is, row for row. */
const MOST_ON_THE_DAY = 48_000;

/** How many of `fiches` fiches each segment holds; they add up to `fiches`. */
export function segmentSizes(fiches: number): readonly number[] {
  const onTheDay = Math.min(Math.floor(fiches * 0.96), MOST_ON_THE_DAY);
  const ofTheDay = segments.slice(0, lines.length);
  return [...shares(ofTheDay, onTheDay), ...shares(segments.slice(lines.length), fiches - onTheDay)];
}

function shares(among: readonly Segment[], fiches: number): readonly number[] {
  const total = among.reduce((sum, { weight }) => sum + weight, 0);
  let before = 0;
  return among.map(({ weight }) => {
    const start = Math.floor((before * fiches) / total);
    before += weight;
    return Math.floor((before * fiches) / total) - start;
  });
}
