import type { Problem } from '../../problem.ts';
import type { Overlap } from '../overlap.ts';
import { isText, problem, refusals, show } from './problems.ts';
import { tableProblems } from './validate-tables.ts';
import { closest } from '../../did-you-mean.ts';
import { csvProfiles } from '../../formats/csv-profile.ts';
import { checkProfile } from '../../formats/csv/check-profile.ts';
import { checkFileName } from '../../formats/file-name.ts';
import { validateCatchUp } from '../../calendar/validate-catch-up.ts';
import { validateSchedule } from '../../calendar/validate-schedule.ts';
import { privacyProblems } from './clear-mail.ts';
import { checkProblems } from './validate-checks.ts';
import { validateKeep } from '../retention.ts';
import { queryProblems } from '../../sources/sql-text.ts';
import { validateExpectations } from './validate-expectations.ts';
import { equalTotalProblems } from './validate-totals.ts';
import { targetNameProblems } from '../making/target-file-name.ts';
import type { AnyExport, ExportDefinition } from '../definition.ts';

/** A field of a definition, as data: how it is checked and whether a base class has it. */
type Check = (definition: ExportDefinition) => readonly Problem[];

const common = [
  ...['title', 'source', 'schedule', 'fileName', 'deliver', 'params', 'discover', 'catchUp', 'overlap', 'expect'],
  ...[
    'personalData',
    'compress',
    'password',
    'timeoutMinutes',
    'keep',
    'parameters',
    'check',
    'readyWhen',
    'notReady',
    'transform',
    'mail',
    'discoverParameters',
    'whenUncertain',
  ],
  'format',
];

const fieldsOf: Readonly<Record<AnyExport['format'], readonly string[]>> = {
  csv: [...common, 'query', 'columns', 'profile'],
  text: [...common, 'query', 'columns', 'template', 'inBody'],
  xlsx: [...common, 'query', 'columns', 'sheetName', 'total'],
  workbook: [...common, 'sheets'],
  xls: [...common, 'query', 'columns', 'sheetName'],
};

const extensionOf: Readonly<Record<AnyExport['format'], string>> = {
  csv: '.csv',
  text: '.txt',
  xlsx: '.xlsx',
  workbook: '.xlsx',
  xls: '.xls',
};

const OVERLAPS: readonly string[] = ['queue', 'skip', 'allow'] satisfies Overlap[];

const checks: readonly Check[] = [
  unknownFields,
  title,
  source,
  tableProblems,
  schedule,
  fileName,
  deliver,
  privacyProblems,
  targetNameProblems,
  profile,
  catchUp,
  overlap,
  keep,
  password,
  inBody,
  whenUncertain,
  expectations,
  checkProblems,
  timeout,
  params,
  events,
];

/** What is wrong with a definition: all of it. */
export function definitionProblems(definition: ExportDefinition): Problem[] {
  return checks.flatMap((check) => check(definition));
}

function unknownFields({ export: made }: ExportDefinition): Problem[] {
  const known = fieldsOf[made.format];
  const prototype: object = Object.getPrototypeOf(made) as object;
  const given = [...Object.keys(made), ...Object.getOwnPropertyNames(prototype)].filter((key) => key !== 'constructor');
  return given
    .filter((key) => !known.includes(key))
    .map((key) => problem(key, 'an unknown field', `a field of a ${made.format} export`, closest(key, known)));
}

function title({ export: made }: ExportDefinition): Problem[] {
  return isText(made.title) ? [] : [problem('title', show(made.title), 'a text')];
}

function source({ export: made, operation }: ExportDefinition): Problem[] {
  if (operation.sources.includes(made.source)) return [];
  const meant = typeof made.source === 'string' ? closest(made.source, operation.sources) : undefined;
  return [
    problem('source', show(made.source), `one of the operation's sources: ${operation.sources.join(', ')}`, meant),
  ];
}

function schedule({ export: made, operation }: ExportDefinition): Problem[] {
  const given: AnyExport['schedule'] | undefined = made.schedule;
  if (given === null) return [];
  if (given === undefined)
    return [problem('schedule', 'nothing', 'daily({…}), another schedule, or null for by hand only')];
  return validateSchedule(given, operation.calendar, operation.zone).map((wrong) => ({
    ...wrong,
    field: `schedule.${wrong.field}`,
  }));
}

function fileName({ export: made }: ExportDefinition): Problem[] {
  if (!isText(made.fileName))
    return [problem('fileName', show(made.fileName), 'a name such as export_{from:yyyyMMdd}.csv')];
  const extension = extensionOf[made.format];
  const wrong = refusals('fileName', () => checkFileName(made.fileName, Object.keys(made.params)));
  return made.fileName.endsWith(extension)
    ? wrong
    : [...wrong, problem('fileName', show(made.fileName), `a name that ends in ${extension}`)];
}

function deliver({ export: made, operation }: ExportDefinition): Problem[] {
  const targets = Object.keys(operation.targets);
  const given: readonly string[] | undefined = made.deliver;
  if (!Array.isArray(given))
    return [problem('deliver', show(given), 'a list of target names; [] keeps the file in the archive')];
  return given
    .filter((name: string) => !targets.includes(name))
    .map((name: string) =>
      problem('deliver', show(name), `the operation's targets: ${targets.join(', ')}`, closest(name, targets)),
    );
}

function profile({ export: made, operation }: ExportDefinition): Problem[] {
  if (made.format !== 'csv') return [];
  const given = made.profile ?? operation.profile ?? 'excel-fr';
  if (typeof given !== 'string') return refusals('profile', () => checkProfile(given));
  const names = Object.keys(csvProfiles);
  return names.includes(given) ? [] : [problem('profile', show(given), names.join(', '), closest(given, names))];
}

function catchUp({ export: made }: ExportDefinition): Problem[] {
  if (made.catchUp === undefined) return [];
  return validateCatchUp(made.catchUp).map((wrong) => ({ ...wrong, field: `catchUp.${wrong.field}` }));
}

function keep({ export: made }: ExportDefinition): Problem[] {
  return validateKeep(made.keep);
}

function overlap({ export: { overlap: given } }: ExportDefinition): Problem[] {
  if (given === undefined || OVERLAPS.includes(given)) return [];
  return [problem('overlap', show(given), OVERLAPS.join(', '), closest(given, OVERLAPS))];
}

function expectations(definition: ExportDefinition): Problem[] {
  const { expect, params } = definition.export;
  const wrong = validateExpectations(expect, Object.keys(params));
  const found = wrong.length > 0 ? wrong : equalTotalProblems(definition);
  return found.map((one) => ({ ...one, field: `expect.${one.field}` }));
}

function password({ export: made }: ExportDefinition): Problem[] {
  if (made.password === null) return [];
  const wrong = /^[a-z][a-z0-9_]*$/.test(made.password)
    ? []
    : [problem('password', 'a text of another form', 'the name of a setting in lower case, such as canal')];
  const isWorkbook = made.format === 'xlsx' || made.format === 'workbook';
  const protects = made.compress === 'zip' || (made.compress === null && isWorkbook);
  return protects
    ? wrong
    : [...wrong, problem('password', `compress ${show(made.compress)}`, "compress = 'zip', or an .xlsx")];
}

function inBody({ export: made }: ExportDefinition): Problem[] {
  if (made.format !== 'text' || !made.inBody || made.compress === null) return [];
  return [problem('inBody', `compress ${show(made.compress)}`, 'compress = null: a body is text')];
}

function whenUncertain({ export: { whenUncertain: given } }: ExportDefinition): Problem[] {
  const known: readonly string[] = ['stop', 'again'];
  return known.includes(given)
    ? []
    : [problem('whenUncertain', show(given), known.join(' or '), closest(given, known))];
}

function timeout({ export: made }: ExportDefinition): Problem[] {
  const sound = made.timeoutMinutes > 0 && made.timeoutMinutes <= 24 * 60;
  return sound ? [] : [problem('timeoutMinutes', show(made.timeoutMinutes), 'minutes, up to 1440')];
}

function params({ export: made }: ExportDefinition): Problem[] {
  const names = Object.keys(made.params);
  const dated = made.schedule !== null && made.schedule?.kind !== 'event';
  return [
    ...(dated && names.length > 0
      ? [problem('params', 'parameters beside a schedule of times', 'onEvent(…), or null: runs named by parameters')]
      : []),
    ...Object.entries(made.params)
      .filter(([, form]) => !(form instanceof RegExp))
      .map(([name, form]) => problem(`params.${name}`, show(form), 'a regular expression for its values')),
  ];
}

function events({ export: made, discoverSql }: ExportDefinition): Problem[] {
  const event = made.schedule?.kind === 'event';
  const names = Object.keys(made.params);
  const sound = made.discover?.kind === 'sql';
  if (!event)
    return made.discover === null ? [] : [problem('discover', 'a query without onEvent(…)', 'schedule = onEvent(…)')];
  return [
    ...(sound ? [] : [problem('discover', show(made.discover), "sql(import.meta, '….sql') that finds the values")]),
    ...(names.length === 1 ? [] : [problem('params', `${names.length} parameters`, 'one, whose values are found')]),
    ...queryProblems(discoverSql ?? '', Object.keys(made.discoverParameters)).map((wrong) =>
      problem('discover', wrong, 'parameters that discoverParameters gives'),
    ),
  ];
}
