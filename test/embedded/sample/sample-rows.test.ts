import { describe, expect, it } from 'vitest';
import canal from '../../../exports/canal/operation.ts';
import { sampleRows } from '../../../src/embedded/sample/sample-rows.ts';
import { segments, segmentSizes } from '../../../src/embedded/sample/segments.ts';
import {
  callTable,
  type Fiche,
  ficheTable,
  refusedTable,
  sampleDatabases,
  type SampleValue,
  topUpTable,
} from '../../../src/embedded/sample/tables.ts';
import { fiches } from '../../../src/embedded/sample/fiches.ts';

const SIZE = { fiches: 8000, seed: 7 };
const all = [...fiches(SIZE.fiches, SIZE.seed)];
const calls = [...sampleRows(callTable, SIZE)];
const refused = [...sampleRows(refusedTable, SIZE)];
const topUps = [...sampleRows(topUpTable, SIZE)];

const text = (value: SampleValue | undefined): string => String(value ?? '');
const settings = canal.settings;

describe('the rows of the sample', () => {
  it('come out the same for the same options, and others for another seed', () => {
    const first = (seed: number): string => JSON.stringify([...sampleRows(ficheTable, { fiches: 300, seed })]);
    expect(first(1)).toBe(first(1));
    expect(first(1)).not.toBe(first(2));
  });

  it('hold as many fiches as asked for, of every segment', () => {
    expect(all.map((fiche) => fiche.main_id)).toEqual(Array.from({ length: SIZE.fiches }, (_, at) => at + 1));
    expect(segmentSizes(SIZE.fiches).every((size) => size > 0)).toBe(true);
    expect(segmentSizes(1_000_003).reduce((sum, size) => sum + size)).toBe(1_000_003);
  });

  it('have the same sample day however many there are', () => {
    const onTheDay = (fiches: number): string => {
      const rows = [...sampleRows(ficheTable, { fiches, seed: 7 })];
      return JSON.stringify(rows.filter((row) => text(row['main_dateappel']).startsWith('2013-07-25')));
    };
    expect(onTheDay(60_000)).toBe(onTheDay(50_000));
  });

  it('finish forty segments, and have something to call in each of the others', () => {
    const names = (rows: readonly Fiche[]) => new Set(rows.map((fiche) => text(fiche.main_fichier)));
    const pending = names(all.filter((fiche) => text(fiche.main_called) === ''));
    const finished = [...names(all)].filter((name) => name !== '' && !pending.has(name));
    expect(finished).toHaveLength(40);
    expect(names(all).size).toBe(segments.length + 1);
  });

  it('have the columns of their table and fit in them', () => {
    for (const table of sampleDatabases.flatMap(({ tables }) => tables)) {
      for (const row of sampleRows(table, SIZE)) {
        const wrong = table.columns.filter(([name, type]) => !fits(row[name], type));
        expect(Object.keys(row).length === table.columns.length ? wrong : Object.keys(row)).toEqual([]);
      }
    }
  });

  it('know every segment that the settings of CANAL name', () => {
    const names = segments.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(settings.activeSegments.map(String)));
    expect(names).toEqual(expect.arrayContaining(settings.specialSegments.map(String)));
    expect(names).toEqual(expect.arrayContaining(settings.reasonsLeftOut.segments.map(String)));
  });

  const hard: readonly (readonly [what: string, pattern: RegExp])[] = [
    ['accents', /[éèêëàâîïôûçÉ]/],
    ['double quotes', /"/],
    ['semicolons', /;/],
    ['line breaks', /[^\r]\n/],
    ['line breaks of Windows', /\r\n/],
    ['leading zeros', /^0\d+$/],
    ['phones with a plus', /^\+221\d+$/],
    ['text that a spreadsheet would compute', /^[=-]/],
  ];
  it.each(hard)('hold %s', (_what, pattern) => {
    expect(
      all.some((fiche) => Object.values(fiche).some((value) => typeof value === 'string' && pattern.test(value))),
    ).toBe(true);
  });

  it('tell an empty text from NULL in every column where something may be missing', () => {
    for (const column of ['main_fichier', 'main_fichierclient', 'main_called', 'main_coderefus', 'main_gsm'] as const) {
      expect([all.some((fiche) => fiche[column] === null), all.some((fiche) => fiche[column] === '')]).toEqual([
        true,
        true,
      ]);
    }
  });
});

/** Conditions of the exports, each of which must hold for some rows and not for others. */
const conditions: readonly (readonly [condition: string, holds: (fiche: Fiche) => boolean])[] = [
  ['called on the sample day', (f) => text(f.main_dateappel).startsWith('2013-07-25')],
  ['called at the first instant of the sample day', (f) => f.main_dateappel === '2013-07-25 00:00:00'],
  ['called at the last second of the sample day', (f) => f.main_dateappel === '2013-07-25 23:59:59'],
  ['called at the last second of the day before', (f) => f.main_dateappel === '2013-07-24 23:59:59'],
  ['called at the first instant of the day after', (f) => f.main_dateappel === '2013-07-26 00:00:00'],
  ['called fifteen days before or earlier', (f) => text(f.main_dateappel) < '2013-07-11' && f.main_dateappel !== null],
  ['loaded on the sample day', (f) => f.main_datechargment === '2013-07-25'],
  ['loaded in July', (f) => text(f.main_datechargment).startsWith('2013-07')],
  ...(['O', 'X', 'B', 'D', null, ''] as const).map((state) => inState(state)),
  ...['CPLUS', 'REFUS', 'CAS PARTICULIER', 'CNADEF', 'CNANONDEF', 'Indisponible', 'RAPPEL'].map(withOutcome),
  ...settings.reasonsLeftOut.reasons.map(withReason),
  withReason('Répondeur'),
  ['blocked by an answering machine', (f) => f.main_called === 'B' && f.main_coderefus === 'Répondeur'],
  ['blocked for another reason', (f) => f.main_called === 'B' && f.main_coderefus !== 'Répondeur'],
  ['reached an answering machine and not blocked', (f) => f.main_called === 'O' && f.main_coderefus === 'Répondeur'],
  ['of a welcome segment of PA', (f) => /CANAL_PA_WELCOME_CALL/.test(text(f.main_fichier))],
  ['of a welcome segment of OA', (f) => /CANAL_OA_WELCOME_CALL/.test(text(f.main_fichier))],
  ...(['AFR', 'SEN', 'INT'] as const).map(ofClientFile),
  ...settings.survey.quotaCountries.map(ofCountry),
  ofCountry('MADAGASCAR'),
  ['without a duration', (f) => f.main_duree === null || f.main_duree === 0],
  ['without a phone', (f) => ['main_gsm', 'main_teldom', 'main_telbur'].every((p) => text(f[p as keyof Fiche]) === '')],
  ...['4', '4,5', '3.5', 'nsp', '.', ''].map(withMark),
  ['spoken with, without a time', (f) => f.main_called === 'O' && text(f.main_tempscom_reel) === ''],
  ...(
    [
      ['1MC', '2013-07-20'],
      ['1MC', '2013-07-21'],
      ['FRAIS', '2013-07-19'],
      ['FRAIS', '2013-07-20'],
      ['ECHEANCE_COTE', '2013-07-11'],
      ['ECHEANCE_COTE', '2013-07-12'],
    ] as const
  ).map(([part, day]) => loadedOn(part, day)),
];

describe('a fiche stands on each side of', () => {
  it.each(conditions)('%s', (_condition, holds) => {
    const met = all.filter((fiche) => holds(fiche)).length;
    expect(met).toBeGreaterThan(0);
    expect(met).toBeLessThan(all.length);
  });

  it('a status in the archive, an empty one last, and none', () => {
    const called = all.filter((fiche) => fiche.main_dateappel !== null);
    const byFiche = new Map<SampleValue | undefined, (SampleValue | undefined)[]>();
    for (const call of calls) byFiche.set(call['main_id'], [...(byFiche.get(call['main_id']) ?? []), call['status']]);
    const statuses = called.map((fiche) => byFiche.get(fiche.main_id) ?? []);
    expect(statuses.some((list) => list.length === 0)).toBe(true);
    expect(statuses.some((list) => list.length > 1 && text(list.at(-1)) === '' && text(list.at(-2)) !== '')).toBe(true);
    expect(statuses.some((list) => list.length > 0 && list.every((status) => text(status) === ''))).toBe(true);
  });

  it('the fiches refused at load: motive, country, load date', () => {
    const kinds = new Set(refused.map((row) => [row['motif'], row['main_pays'], row['main_datechargment']].join(' ')));
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'DOUBLON CAMEROUN 2013-07-25',
        'INVALIDE CAMEROUN 2013-07-25',
        'DOUBLON CAMEROUN 2013-07-20',
        'DOUBLON GABON 2013-07-25',
      ]),
    );
  });

  it('the top-ups of TIGO: state, day, reseller', () => {
    const day = topUps.filter((row) => text(row['date_recharge']).startsWith('2013-07-25'));
    expect(new Set(day.map((row) => row['statut']))).toEqual(new Set(['OK', 'ECHEC', 'ANNULEE']));
    expect(day.length).toBeLessThan(topUps.length);
    expect(topUps.some((row) => row['revendeur_id'] === null)).toBe(true);
  });
});

type Condition = readonly [string, (fiche: Fiche) => boolean];

function inState(state: string | null): Condition {
  return [`main_called ${state === null ? 'NULL' : `'${state}'`}`, (f) => f.main_called === state];
}
function withOutcome(outcome: string): Condition {
  return [`outcome ${outcome}`, (f) => f.main_codefinappel === outcome];
}
function withReason(reason: string): Condition {
  return [`reason ${reason}`, (f) => f.main_coderefus === reason];
}
function ofClientFile(part: string): Condition {
  return [`client file ${part}`, (f) => text(f.main_fichierclient).startsWith(part)];
}
function ofCountry(country: string): Condition {
  return [`country ${country}`, (f) => f.main_pays === country];
}
function withMark(mark: string): Condition {
  return [`mark '${mark}'`, (f) => f.main_codefinappel === 'CPLUS' && f.main_q7indiquerdecodeur === mark];
}
function loadedOn(part: string, day: string): Condition {
  return [`${part} loaded on ${day}`, (f) => text(f.main_fichier).includes(part) && f.main_datechargment === day];
}

function fits(value: SampleValue | undefined, type: string): boolean {
  if (value === null) return true;
  if (type.startsWith('INT')) return Number.isInteger(value);
  if (type === 'DATE') return /^\d{4}-\d\d-\d\d$/.test(text(value));
  if (type === 'DATETIME') return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text(value));
  const width = Number(/\((\d+)\)/.exec(type)?.[1]);
  return typeof value === 'string' && value.length <= width;
}
