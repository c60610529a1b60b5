import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QueryTextInvalid } from '../../../src/lib/errors/source-errors.ts';
import type { SqlScalar } from '../../../src/lib/sources/bound-query.ts';
import { bindQuery, parameterNames, queryProblems, type SqlParameters } from '../../../src/lib/sources/sql-text.ts';

const one = (text: string, own: SqlParameters = {}) => bindQuery('q.sql', text, own).statements[0];

describe('bindQuery', () => {
  it('puts a ? for each use of a parameter and its value in that order', () => {
    expect(one('SELECT * FROM t WHERE d >= :from AND d < :to AND :from < d', { from: '2013-07-25', to: null })).toEqual(
      {
        sql: 'SELECT * FROM t WHERE d >= ? AND d < ? AND ? < d',
        values: ['2013-07-25', null, '2013-07-25'],
        line: 1,
      },
    );
  });

  it.each<[string, readonly SqlScalar[], string, readonly SqlScalar[]]>([
    ['several', ['a', 'b', 'c'], 'IN (?, ?, ?)', ['a', 'b', 'c']],
    ['one', [7n], 'IN (?)', [7n]],
    ['no', [], 'IN (?)', [null]],
  ])('expands a list of %s elements', (_, list, sql, values) => {
    expect(one('IN (:list)', { list })).toEqual({ sql, values, line: 1 });
  });

  it.each([
    ["SELECT '12:30', ':from'"],
    [`SELECT "a :from", "it""s :from"`],
    ['SELECT `col:from`, `a``:from`'],
    [String.raw`SELECT 'it\'s :from', '\\'`],
    ["SELECT 'it''s :from ? ; -- # /*'"],
    ['SELECT 1::text, @a := 3, 12:30'],
    ['SELECT 5--3'],
    ['SELECT /*+ MAX_EXECUTION_TIME(10) */ 1'],
    ['SELECT /*! STRAIGHT_JOIN */ 1'],
    ["SELECT 'deux\nlignes'"],
  ])('leaves %j as it is', (text) => {
    expect(one(text)).toEqual({ sql: text, values: [], line: 1 });
  });

  it('takes comments out and keeps the line breaks', () => {
    const text = "SELECT 1 -- l'export :x ?\n  , 2 # d'un jour ;\n, /* :y\n ' */ 3 --";
    expect(one(text)?.sql).toBe('SELECT 1  \n  , 2  \n,  \n  3');
  });

  it('splits statements at semicolons, each at its line, and ignores empty and comment-only ones', () => {
    const query = bindQuery(
      'q.sql',
      '-- head\n;CREATE TEMPORARY TABLE t AS SELECT :a;\n\nSELECT * FROM t;; /* end */ ;\n',
      {
        a: 1,
      },
    );
    expect(query).toEqual({
      origin: 'q.sql',
      statements: [
        { sql: 'CREATE TEMPORARY TABLE t AS SELECT ?', values: [1], line: 2 },
        { sql: 'SELECT * FROM t', values: [], line: 4 },
      ],
    });
  });

  it('binds a parameter inside an executable comment', () => {
    expect(one('SELECT /*!50000 :a */ 1', { a: 1 })).toEqual({ sql: 'SELECT /*!50000 ? */ 1', values: [1], line: 1 });
  });

  it('keeps two parameters apart that stand side by side', () => {
    expect(one('SELECT :a:b', { a: 1, b: 2 })?.sql).toBe('SELECT ? ?');
  });

  it('lists all problems in one error, with lines and suggestions', () => {
    const text = 'SELECT :form,\n  ?\nFROM t WHERE s IN (:segments)\nAND x = `y';
    const failure = catchError(() =>
      bindQuery('exports/q.sql', text, { segment: 'a', ratio: Number.NaN }, { from: '1' }),
    );
    expect(failure).toBeInstanceOf(QueryTextInvalid);
    expect(failure).toMatchObject({
      code: 'QUERY_TEXT_INVALID',
      retry: 'permanent',
      problems: [
        'line 1: unknown parameter :form, did you mean :from?',
        'line 2: a bare "?", where a named parameter is expected',
        'line 3: unknown parameter :segments, did you mean :segment?',
        'line 4: a quote ` that never ends',
        'the parameter :segment is not used, did you mean :segments?',
        'the parameter :ratio is not used',
        'the parameter :ratio holds a number that is not finite',
      ],
    });
    expect(failure.message).toContain('exports/q.sql: got 7 problems in the query: line 1');
  });

  it('lets a parameter of the interval go unused, and refuses a text without a statement', () => {
    expect(bindQuery('q.sql', 'SELECT 1', {}, { from: '1', to: '2' }).statements).toHaveLength(1);
    expect(() => bindQuery('q.sql', '-- nothing\n;', {})).toThrow('it holds no statement');
  });

  it('does not take names of every object for parameters', () => {
    expect(queryProblems('SELECT :constructor, :__proto__', [])).toHaveLength(2);
  });

  it('binds any value at any place between quoted text', () => {
    const quoted = fc.string().map((inside) => `'${inside.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`);
    fc.assert(
      fc.property(fc.array(fc.tuple(quoted, fc.string()), { minLength: 1 }), (parts) => {
        const names = parts.map((_, index) => `p${index}`);
        const text = `SELECT ${parts.map(([literal], index) => `${literal}, :${names[index]}`).join(', ')}`;
        const own = Object.fromEntries(parts.map(([, value], index) => [names[index], value]));
        expect(one(text, own)).toEqual({
          sql: `SELECT ${parts.map(([literal]) => `${literal}, ?`).join(', ')}`,
          values: parts.map(([, value]) => value),
          line: 1,
        });
      }),
    );
  });
});

describe('parameterNames', () => {
  it('gives each name once, in order, from outside quotes and comments', () => {
    expect(parameterNames("SELECT :b, ':c', :a -- :d\n, :b")).toEqual(['b', 'a']);
  });
});

function catchError(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('no error was thrown');
}
