import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findExport, loadRegistry } from '../../../src/lib/exports/loading/load-registry.ts';
import { definitionProblems } from '../../../src/lib/exports/loading/validate-definition.ts';

const eventsDir = fileURLToPath(new URL('../../fixtures/events', import.meta.url));

async function fieldsWrong(changes: object): Promise<string[]> {
  const definition = findExport(await loadRegistry(eventsDir), 'shop/segment');
  Object.assign(definition.export, changes);
  return definitionProblems(definition).map(({ field }) => field);
}

test('an event export has one parameter and a query that finds its values', async () => {
  expect(await fieldsWrong({})).toEqual([]);
  expect(await fieldsWrong({ discover: null })).toEqual(['discover']);
  expect(await fieldsWrong({ params: { segment: /^S/, country: /^C/ } })).toEqual(['params']);
  expect(await fieldsWrong({ schedule: null })).toEqual(['discover']);
  expect(await fieldsWrong({ discoverParameters: { segments_from: '2013-05-01' } })).toEqual(['discover']);
});
