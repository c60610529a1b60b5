import type { z } from 'zod';
import { closest } from './did-you-mean.ts';
import type { Problem } from './problem.ts';

/** Everything a schema finds wrong with a value; the schema's error texts are the expected forms. `fields` are the names to suggest for an unknown one. */
export function schemaProblems(schema: z.ZodType, value: unknown, fields: readonly string[]): Problem[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownField([...issue.path, key], key, fields))
      : [wrongValue(issue, value)],
  );
}

function unknownField(path: readonly PropertyKey[], key: string, fields: readonly string[]): Problem {
  const meant = closest(key, fields);
  const expected = `one of ${fields.join(', ')}`;
  return {
    field: dotted(path),
    got: 'an unknown field',
    expected,
    ...(meant === undefined ? {} : { didYouMean: meant }),
  };
}

function wrongValue(issue: z.core.$ZodIssue, whole: unknown): Problem {
  const value = issue.path.reduce(within, whole);
  const meant = typeof value === 'string' ? closest(value, allowedTexts(issue)) : undefined;
  return {
    field: dotted(issue.path),
    got: shown(value),
    expected: issue.message,
    ...(meant === undefined ? {} : { didYouMean: meant }),
  };
}

/** The words that an enum, or an enum among a union's choices, allows. */
function allowedTexts(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'invalid_value') {
    return issue.values.filter((value) => typeof value === 'string');
  }
  return issue.code === 'invalid_union' ? issue.errors.flat().flatMap(allowedTexts) : [];
}

function within(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function dotted(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

const SHOWN_LENGTH = 80;

/** A value as a message shows it, on one line. */
export function shown(value: unknown): string {
  if (value === undefined) {
    return 'nothing';
  }
  return typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? typeof value).slice(0, SHOWN_LENGTH);
}
