import { z } from 'zod';
import { durationForm } from '../../calendar/field-forms.ts';
import type { DefinitionProblem } from '../../errors/definition-errors.ts';
import { closest } from '../../did-you-mean.ts';
import type { Problem } from '../../problem.ts';
import { schemaProblems } from '../../schema-problems.ts';
import type { ExportDefinition, Registry } from '../definition.ts';

const sql = z.string('a query').min(1, 'a query');
const minutes = z.int('a whole number of minutes').min(1, 'at least a minute').max(720, 'at most 720 minutes');

const form = z.array(
  z.discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('row exists'), sql }),
      z.strictObject({ kind: z.literal('fresh'), sql, within: durationForm }),
      z.strictObject({ kind: z.literal('stable count'), sql, minutes }),
      z.strictObject({ kind: z.literal('published'), exportId: z.string('the id of an export') }),
    ],
    'rowExists(…), fresh(…), stableCount(…) or published(…)',
  ),
  'a list of checks',
);
const policies = z.enum(['fail', 'skip', 'goOn'], 'fail, skip or goOn');

/** What is wrong with an export's ready-made checks and with what it does at the cut-off. */
export function checkProblems({ export: made }: ExportDefinition): Problem[] {
  return [
    ...schemaProblems(form, made.readyWhen, []).map((wrong) => within('readyWhen', wrong)),
    ...schemaProblems(policies, made.notReady, []).map((wrong) => within('notReady', wrong)),
  ];
}

/** Exports that wait for one another: one that there is not, or a circle in which nobody would ever begin. */
export function dependencyProblems(registry: Registry): DefinitionProblem[] {
  return [...registry.values()].flatMap((definition) =>
    awaited(definition).flatMap((other): DefinitionProblem[] => {
      const { file, id } = definition;
      const field = 'readyWhen';
      if (!registry.has(other)) {
        const meant = closest(other, registry.keys());
        const expected = 'the id of an export';
        const told = { file, field, got: `published(${JSON.stringify(other)})`, expected };
        return [meant === undefined ? told : { ...told, didYouMean: meant }];
      }
      const circle = wayBack(other, id, registry);
      if (circle === null) return [];
      return [{ file, field, got: [id, ...circle].join(' waits for '), expected: 'exports that wait in no circle' }];
    }),
  );
}

function awaited({ export: made }: ExportDefinition): string[] {
  return made.readyWhen.flatMap((check) => (check.kind === 'published' ? [check.exportId] : []));
}

/** The exports from `from` over what each waits for to `to`, both included; null when no way leads there. */
function wayBack(from: string, to: string, registry: Registry, seen: ReadonlySet<string> = new Set()): string[] | null {
  if (from === to) return [to];
  const definition = registry.get(from);
  if (definition === undefined || seen.has(from)) return null;
  for (const next of awaited(definition)) {
    const rest = wayBack(next, to, registry, new Set([...seen, from]));
    if (rest !== null) return [from, ...rest];
  }
  return null;
}

function within(field: string, wrong: Problem): Problem {
  return { ...wrong, field: [field, wrong.field].filter((part) => part !== '').join('.') };
}
