import { closest } from '../did-you-mean.ts';
import { QueryTextInvalid } from '../errors/source-errors.ts';
import type { BoundQuery, BoundStatement, SqlScalar, SqlValue } from './bound-query.ts';
import { scanSql, type SqlPiece } from './sql-scan.ts';

export type SqlParameters = Readonly<Record<string, SqlValue>>;

/** The names of the parameters in the text (`:from`), each once, in order of appearance. */
export function parameterNames(text: string): readonly string[] {
  return [...new Set(parametersOf(text).map((piece) => piece.text))];
}

/**
 * Binds named parameters: `:name` becomes `?`, a list becomes one `?` an element (an empty one binds a NULL: then
 * `IN (:list)` matches nothing, and nor does `NOT IN`, as SQL has it). Quotes and comments are left alone; comments are taken out, hints stay.
 * Statements end at `;`. The author's own parameters must all be used; those in `always` (the interval) need not be.
 * Throws one QueryTextInvalid that lists every problem with its line.
 */
export function bindQuery(origin: string, text: string, own: SqlParameters, always: SqlParameters = {}): BoundQuery {
  const parameters = { ...always, ...own };
  const problems = [
    ...queryProblems(text, Object.keys(own), Object.keys(always)),
    ...Object.entries(parameters).flatMap(([name, value]) => valueProblem(name, value)),
  ];
  if (problems.length > 0) throw new QueryTextInvalid(origin, problems);
  return { origin, statements: statementsOf(text).map((pieces) => bind(pieces, parameters)) };
}

/** What is wrong with a query's text, given the names of its parameters: for the start-up check, before values exist. */
export function queryProblems(text: string, own: readonly string[], always: readonly string[] = []): readonly string[] {
  const known = new Set([...own, ...always]);
  const used = new Set(parameterNames(text));
  const unknown = [...used].filter((name) => !known.has(name));
  return [
    ...(statementsOf(text).length === 0 ? ['it holds no statement'] : []),
    ...[...scanSql(text)].flatMap((piece) => pieceProblem(piece, known)),
    ...own
      .filter((name) => !used.has(name))
      .map((name) => `the parameter :${name} is not used${suggestion(name, unknown)}`),
  ];
}

function pieceProblem({ kind, text, line }: SqlPiece, known: ReadonlySet<string>): readonly string[] {
  switch (kind) {
    case 'parameter':
      return known.has(text) ? [] : [`line ${line}: unknown parameter :${text}${suggestion(text, known)}`];
    case 'mark':
      return [`line ${line}: a bare "?", where a named parameter is expected`];
    case 'unclosed':
      return [`line ${line}: ${text.startsWith('/') ? 'a comment' : `a quote ${text.charAt(0)}`} that never ends`];
    default:
      return [];
  }
}

function suggestion(name: string, candidates: Iterable<string>): string {
  const near = closest(name, candidates);
  return near === undefined ? '' : `, did you mean :${near}?`;
}

function valueProblem(name: string, value: SqlValue): readonly string[] {
  const numbers = elements(value).filter((element) => typeof element === 'number');
  return numbers.every(Number.isFinite) ? [] : [`the parameter :${name} holds a number that is not finite`];
}

function parametersOf(text: string): readonly SqlPiece[] {
  return [...scanSql(text)].filter((piece) => piece.kind === 'parameter');
}

/** Comments become white space and keep their line breaks. */
function statementsOf(text: string): readonly (readonly SqlPiece[])[] {
  const statements: SqlPiece[][] = [[]];
  for (const piece of scanSql(text)) {
    if (piece.kind === 'end') statements.push([]);
    else if (piece.kind === 'comment') statements.at(-1)?.push({ ...piece, text: piece.text.replace(/[^\n]+/g, ' ') });
    else statements.at(-1)?.push(piece);
  }
  return statements.filter((pieces) => pieces.some((piece) => piece.text.trim() !== ''));
}

function bind(pieces: readonly SqlPiece[], parameters: SqlParameters): BoundStatement {
  const values: SqlScalar[] = [];
  const texts = pieces.map((piece, index) => {
    if (piece.kind !== 'parameter') return piece.text;
    const bound = elements(parameters[piece.text] ?? null);
    values.push(...bound);
    const marks = bound.map(() => '?').join(', ');
    // "??" would stand for an identifier in mysql2.
    return pieces[index - 1]?.kind === 'parameter' ? ` ${marks}` : marks;
  });
  const sql = texts.join('');
  const blank = sql.slice(0, sql.length - sql.trimStart().length);
  return { sql: sql.trim(), values, line: (pieces[0]?.line ?? 1) + blank.split('\n').length - 1 };
}

function elements(value: SqlValue): readonly SqlScalar[] {
  if (!isList(value)) return [value];
  return value.length === 0 ? [null] : value;
}

function isList(value: SqlValue): value is readonly SqlScalar[] {
  return Array.isArray(value);
}
