import { UnknownExport } from '../lib/errors/definition-errors.ts';
import { closest } from '../lib/did-you-mean.ts';
import type { ExportDefinition, Registry } from '../lib/exports/definition.ts';

/** The exports a person names: by id, or by operation for all of its scheduled ones. Throws UnknownExport with a suggestion. */
export function selectExports(registry: Registry, names: readonly string[]): ExportDefinition[] {
  return [...new Set(names.flatMap((name) => select(registry, name)))];
}

function select(registry: Registry, name: string): ExportDefinition[] {
  const one = registry.get(name);
  if (one !== undefined) return [one];
  const all = [...registry.values()].filter(({ operationId }) => operationId === name);
  if (all.length > 0) return all.filter(({ export: made }) => made.schedule !== null);
  const operations = new Set([...registry.values()].map(({ operationId }) => operationId));
  const meant = closest(name, [...registry.keys(), ...operations]);
  throw new UnknownExport({
    where: 'export',
    got: JSON.stringify(name.slice(0, 100)),
    expected: 'the id of an export or an operation (see `bordereau list`)',
    ...(meant === undefined ? {} : { next: `Did you mean ${meant}?` }),
  });
}
