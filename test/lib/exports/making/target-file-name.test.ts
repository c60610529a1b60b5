import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folder } from '../../../../src/lib/delivery/target-spec.ts';
import type { ExportDefinition } from '../../../../src/lib/exports/definition.ts';
import { findExport, loadRegistry } from '../../../../src/lib/exports/loading/load-registry.ts';
import { targetFileName, targetNameProblems } from '../../../../src/lib/exports/making/target-file-name.ts';
import { manifestFor } from '../../../support/sample-manifest.ts';
import { shopExportsDir } from '../../../support/shop.ts';

const eventsDir = fileURLToPath(new URL('../../../fixtures/events', import.meta.url));
const registry = await loadRegistry(shopExportsDir);

/** The orders of the shop, laid into a share under a name of its own. */
function orders(fileName?: string): ExportDefinition {
  const definition = findExport(registry, 'shop/orders');
  const share = folder({ path: 'share', ...(fileName === undefined ? {} : { fileName }) });
  return { ...definition, operation: { ...definition.operation, targets: { share } } };
}

const manifest = manifestFor('shop/orders/2013-07-25', 2, 'commandes_20130725.csv.gz', '');

test.each([
  [undefined, 'commandes_20130725.csv.gz'],
  ['{name}_v{revision}.{ext}', 'commandes_20130725_v2.csv.gz'],
  ['SHOP_{export}_{from:yyyyMMdd}.csv.gz', 'SHOP_orders_20130725.csv.gz'],
])('with the template %s a file is named %s', (template, expected) => {
  expect(targetFileName(orders(template), 'share', manifest)).toBe(expected);
});

test.each([
  [undefined, []],
  ['{name}.{ext}', []],
  ['{nom}.{ext}', [expect.objectContaining({ field: 'deliver, fileName of share', got: '{nom}' })]],
  ['{param:segment}.csv', [expect.objectContaining({ expected: 'an export with parameters' })]],
])('the template %s is checked at start', (template, problems) => {
  expect(targetNameProblems(orders(template))).toEqual(problems);
});

test('a template with dates is refused at start for an export whose runs have none', async () => {
  const { operation, ...segment } = findExport(await loadRegistry(eventsDir), 'shop/segment');
  const share = folder({ path: 'share', fileName: '{export}_{from:yyyyMMdd}.{ext}' });
  expect(targetNameProblems({ ...segment, operation: { ...operation, targets: { share } } })).toEqual([
    expect.objectContaining({ got: 'a run without an interval' }),
  ]);
});
