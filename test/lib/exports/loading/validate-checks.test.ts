import { expect, test } from 'vitest';
import { published, type ReadyCheck } from '../../../../src/lib/exports/checks.ts';
import type { ExportDefinition, Registry } from '../../../../src/lib/exports/definition.ts';
import { findExport, loadRegistry } from '../../../../src/lib/exports/loading/load-registry.ts';
import { checkProblems, dependencyProblems } from '../../../../src/lib/exports/loading/validate-checks.ts';
import { shopExportsDir } from '../../../support/shop.ts';

async function shop(waits: Readonly<Record<string, readonly ReadyCheck[]>>): Promise<Registry> {
  const registry = await loadRegistry(shopExportsDir);
  for (const [id, readyWhen] of Object.entries(waits)) Object.assign(findExport(registry, id).export, { readyWhen });
  return registry;
}

test('exports may wait for others in a chain', async () => {
  const chain = { 'shop/orders': [published('shop/checked')], 'shop/checked': [published('shop/slow')] };
  expect(dependencyProblems(await shop(chain))).toEqual([]);
});

test('a circle of exports is refused, and told as it is', async () => {
  const circle = {
    'shop/orders': [published('shop/checked')],
    'shop/checked': [published('shop/slow')],
    'shop/slow': [published('shop/orders')],
  };
  expect(dependencyProblems(await shop(circle)).map(({ file, got }) => [file, got])).toEqual([
    ['shop/checked.ts', 'shop/checked waits for shop/slow waits for shop/orders waits for shop/checked'],
    ['shop/orders.ts', 'shop/orders waits for shop/checked waits for shop/slow waits for shop/orders'],
    ['shop/slow.ts', 'shop/slow waits for shop/orders waits for shop/checked waits for shop/slow'],
  ]);
  const itself = await shop({ 'shop/slow': [published('shop/slow')] });
  expect(dependencyProblems(itself).map(({ got }) => got)).toEqual(['shop/slow waits for shop/slow']);
});

test('waiting for an export that there is not is refused, with the one that may be meant', async () => {
  const wrong = await shop({ 'shop/orders': [published('shop/cheked')] });
  expect(dependencyProblems(wrong)).toEqual([
    expect.objectContaining({ got: 'published("shop/cheked")', didYouMean: 'shop/checked' }),
  ]);
});

test('checks that cannot be meant are refused by place', async () => {
  const registry = await shop({});
  const definition: ExportDefinition = findExport(registry, 'shop/orders');
  const readyWhen = [{ kind: 'stable count', sql: 'SELECT 1', minutes: 0 }, { kind: 'fresh' }, 'ready'];
  Object.assign(definition.export, { readyWhen, notReady: 'wait' });
  expect(checkProblems(definition).map(({ field }) => field)).toEqual([
    'readyWhen.0.minutes',
    'readyWhen.1.sql',
    'readyWhen.1.within',
    'readyWhen.2',
    'notReady',
  ]);
});
