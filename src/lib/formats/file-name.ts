import type { Temporal } from 'temporal-polyfill';
import { closest } from '../did-you-mean.ts';
import { FileNameInvalid } from '../errors/format-errors.ts';
import { DATE_PATTERN_FORM, parseDatePattern } from './values/date-pattern.ts';

/** What a file name is made from. */
export interface FileNameFacts {
  /** Start of the interval, in the operation's zone; null for runs named by parameters. */
  readonly from: Temporal.ZonedDateTime | null;
  /** End of the interval, not included. */
  readonly to: Temporal.ZonedDateTime | null;
  /** The interval's id. */
  readonly interval: string;
  readonly params: Readonly<Record<string, string>>;
  /** With them the template is that of a target, which several exports may use. */
  readonly file?: PublishedFacts;
}

/** What the name of a file at a target is made from besides. */
export interface PublishedFacts {
  /** Name of the export, without its operation. */
  readonly export: string;
  /** Name of the published file, without `ext`. */
  readonly name: string;
  /** What comes after the last dot, with `gz` or `zip` behind it: `csv`, `csv.gz`. */
  readonly ext: string;
  readonly revision: string;
}

type Part =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'interval' }
  | { readonly kind: 'param'; readonly name: string }
  | { readonly kind: 'file'; readonly name: keyof PublishedFacts }
  | { readonly kind: DateVariable; readonly pattern: string };

type DateVariable = 'from' | 'to' | 'last';

const DATE_VARIABLES: readonly DateVariable[] = ['from', 'to', 'last'];
const FILE_VARIABLES: readonly (keyof PublishedFacts)[] = ['export', 'name', 'ext', 'revision'];
const VARIABLES = [...DATE_VARIABLES, 'interval', 'param'];
const VARIABLE_FORM = '{from:yyyyMMdd}, {last:…}, {to:…}, {interval} or {param:name}';
const FORMS = { export: VARIABLE_FORM, target: `{export}, {name}, {ext}, {revision}, ${VARIABLE_FORM}` } as const;

const LONGEST_NAME = 150;
/** File systems count bytes, and allow 255. */
const LONGEST_NAME_BYTES = 200;
/** Letters of any script, so that accents stay; nothing that Windows, a shell or a URL treats apart. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u;
const NAME_FORM = `a letter or digit, then letters, digits, . _ and -; at most ${LONGEST_NAME} characters`;
const OUTSIDE_NAME = /[^\p{L}\p{M}\p{N}._-]+/gu;
const WINDOWS_DEVICE = /^(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\.|$)/i;

/** Throws FileNameInvalid when the template can make no name: for the check of definitions at start. */
export function checkFileName(template: string, params: readonly string[]): void {
  const sample = partsOf(template, params, 'export').map(sampleOf);
  checkName(sample.join(''), template);
}

/**
 * The name of the file of an interval, from a template such as `export_{from:yyyyMMdd}.csv`. `{last:…}` is the last
 * included day, since `to` is not included. The name is in composed Unicode form (NFC) and safe on Windows: letters,
 * digits, `.`, `_` and `-`, no device name, at most 150 characters (formats.md H1). In the value of a parameter and in
 * an interval's id anything else becomes `_`. Throws FileNameInvalid.
 */
export function renderFileName(template: string, facts: FileNameFacts): string {
  const parts = partsOf(template, Object.keys(facts.params), facts.file === undefined ? 'export' : 'target');
  const name = parts
    .map((part) => textOf(part, facts))
    .join('')
    .normalize('NFC');
  checkName(name, template);
  return name;
}

function partsOf(template: string, params: readonly string[], of: 'export' | 'target'): readonly Part[] {
  const pieces = template.split(/\{([^{}]*)\}/);
  return pieces.map((piece, index) => {
    const isVariable = index % 2 === 1;
    return isVariable ? variable(piece, template, params, of) : { kind: 'literal', text: piece };
  });
}

function variable(inside: string, template: string, params: readonly string[], of: 'export' | 'target'): Part {
  const where = `file name ${template}`;
  const got = `{${inside}}`;
  const colon = inside.indexOf(':');
  const name = colon === -1 ? inside : inside.slice(0, colon);
  const argument = colon === -1 ? '' : inside.slice(colon + 1);
  const date = DATE_VARIABLES.find((variable) => variable === name);
  if (date !== undefined) {
    if (parseDatePattern(argument) !== undefined) return { kind: date, pattern: argument };
    throw new FileNameInvalid({ where, got, expected: `a pattern after the colon, made of ${DATE_PATTERN_FORM}` });
  }
  if (inside === 'interval') return { kind: 'interval' };
  const file = of === 'target' ? FILE_VARIABLES.find((variable) => variable === inside) : undefined;
  if (file !== undefined) return { kind: 'file', name: file };
  if (name !== 'param') {
    const known = of === 'target' ? [...VARIABLES, ...FILE_VARIABLES] : VARIABLES;
    throw new FileNameInvalid({ where, got, expected: FORMS[of], ...hint(name, known) });
  }
  if (params.includes(argument)) return { kind: 'param', name: argument };
  const expected = params.length === 0 ? 'an export with parameters' : `one of ${params.join(', ')}`;
  throw new FileNameInvalid({ where, got, expected, ...hint(argument, params) });
}

function hint(word: string, candidates: readonly string[]): { readonly next?: string } {
  const near = closest(word, candidates);
  return near === undefined ? {} : { next: `Did you mean ${near}?` };
}

/** A text of the same form as the part will have. */
function sampleOf(part: Part): string {
  if (part.kind === 'literal') return part.text;
  return 'pattern' in part ? part.pattern.replace(/[A-Za-z]/g, '0') : '0';
}

function textOf(part: Part, facts: FileNameFacts): string {
  switch (part.kind) {
    case 'literal':
      return part.text;
    case 'interval':
      return facts.interval.replace(OUTSIDE_NAME, '_');
    case 'file':
      return facts.file?.[part.name] ?? '';
    case 'param':
      return (facts.params[part.name] ?? '').normalize('NFC').replace(OUTSIDE_NAME, '_');
    case 'last':
      return dateText(facts.to?.subtract({ nanoseconds: 1 }) ?? null, part);
    case 'from':
    case 'to':
      return dateText(facts[part.kind], part);
  }
}

/** The moment under the pattern, cut out of its own `yyyy-MM-ddTHH:mm:ss`. */
function dateText(
  moment: Temporal.ZonedDateTime | null,
  { kind, pattern }: { readonly kind: DateVariable; readonly pattern: string },
): string {
  if (moment === null) {
    throw new FileNameInvalid({
      where: `{${kind}:${pattern}}`,
      got: 'a run without an interval',
      expected: '{interval} or {param:name}',
    });
  }
  const text = moment.toPlainDateTime().toString();
  const pieces = parseDatePattern(pattern) ?? [];
  return pieces
    .map((piece) => ('literal' in piece ? piece.literal : text.slice(piece.start, piece.start + piece.part.length)))
    .join('');
}

function checkName(name: string, template: string): void {
  const fault = faultOf(name);
  if (fault !== undefined)
    throw new FileNameInvalid({ where: `file name ${template}`, got: fault, expected: NAME_FORM });
}

function faultOf(name: string): string | undefined {
  const [outside] = name.match(OUTSIDE_NAME) ?? [];
  if (outside !== undefined) return `the character ${JSON.stringify(outside)}`;
  if (!NAME.test(name)) return name === '' ? 'no name' : `${JSON.stringify(name.charAt(0))} at the beginning`;
  if (name.endsWith('.') || name.includes('..')) return 'a dot at the end or two in a row';
  if (WINDOWS_DEVICE.test(name)) return 'a name that Windows keeps for a device';
  if (name.length > LONGEST_NAME) return `${name.length} characters`;
  if (Buffer.byteLength(name) > LONGEST_NAME_BYTES) return `${Buffer.byteLength(name)} bytes of UTF-8`;
  return undefined;
}
