import { UnknownExport } from '../lib/errors/definition-errors.ts';
import { closest } from '../lib/did-you-mean.ts';
import type { ExportDefinition, Registry } from '../lib/exports/definition.ts';

/**
 * The exports a person names: by id, or by operation for all of its exports of that schedule. Throws UnknownExport with a
 * suggestion.
 */
export function selectExports(
  registry: Registry,
  names: readonly string[],
  schedule: 'daily' | 'monthly',
): ExportDefinition[] {
  return [...new Set(names.flatMap((name) => select(registry, name, schedule)))];
}

function select(registry: Registry, name: string, schedule: 'daily' | 'monthly'): ExportDefinition[] {
  const one = registry.get(name);
  if (one !== undefined) return [one];
  const all = [...registry.values()].filter(({ operationId }) => operationId === name);
  const due = all.filter(({ export: made }) => made.schedule?.kind === schedule);
  if (due.length > 0) return due;
  const operations = new Set([...registry.values()].map(({ operationId }) => operationId));
  const meant = closest(name, [...registry.keys(), ...operations]);
  throw new UnknownExport({
    where: 'export',
    got: JSON.stringify(name.slice(0, 100)),
    expected: `the id of an export, or of an operation with ${schedule} exports (see \`bordereau list\`)`,
    ...(meant === undefined || meant === name ? {} : { next: `Did you mean ${meant}?` }),
  });
}
