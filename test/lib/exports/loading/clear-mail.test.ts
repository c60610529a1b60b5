import { expect, test } from 'vitest';
import type { ExportDefinition } from '../../../../src/lib/exports/definition.ts';
import { aesZip } from '../../../../src/lib/delivery/encryption/encryption.ts';
import { privacyProblems } from '../../../../src/lib/exports/loading/clear-mail.ts';
import { findExport, loadRegistry } from '../../../../src/lib/exports/loading/load-registry.ts';
import { operationProblems } from '../../../../src/lib/exports/loading/validate-operation.ts';
import { shopExportsDir } from '../../../support/shop.ts';

const registry = await loadRegistry(shopExportsDir);
const people = findExport(registry, 'shop/orders').operation.targets['people'];
const agreed = { why: 'TLS on both sides', agreedBy: 'the client', on: '2013-07-01' };

/** The orders of the shop, sent to people by mail and laid into a share, changed so. */
function orders(changes: object, operationChanges: object): ExportDefinition {
  const { operation, ...definition } = findExport(registry, 'shop/orders');
  const { clearMail: _, ...rest } = operation;
  // The same class with a few fields changed.
  const made = Object.assign(Object.create(definition.export), changes) as ExportDefinition['export'];
  return { ...definition, operation: { ...rest, ...operationChanges }, export: made };
}

const refused = [expect.objectContaining({ field: 'deliver', got: '"people", a mail in clear, for personal data' })];

test.each<[string, object, object, unknown]>([
  ['personal data by mail in clear', {}, {}, refused],
  ['text in the body, whatever the password', { format: 'text', inBody: true, password: 'shop' }, {}, refused],
  ['a written agreement of the operation', {}, { clearMail: agreed }, []],
  ['no personal data', { personalData: false }, {}, []],
  ['a password on the file', { password: 'shop' }, {}, []],
  ['a target that encrypts', {}, { targets: { people: { ...people, encrypt: aesZip({ password: 'shop' }) } } }, []],
  [
    'text in the body for a target that encrypts',
    { format: 'text', inBody: true },
    { clearMail: agreed, targets: { people: { ...people, encrypt: aesZip({ password: 'shop' }) } } },
    [expect.objectContaining({ field: 'inBody', got: '"people", a target that encrypts' })],
  ],
  ['no mail', { deliver: ['share'] }, {}, []],
])('%s', (_, changes, operationChanges, problems) => {
  expect(privacyProblems(orders(changes, operationChanges))).toEqual(problems);
});

test('the list of operators takes no option of files', () => {
  const { operation } = findExport(registry, 'shop/orders');
  const operators = { ...people, encrypt: aesZip({ password: 'shop' }) };
  expect(operationProblems('shop', { ...operation, operators })).toEqual([
    expect.objectContaining({ field: 'encrypt', got: 'an unknown field' }),
  ]);
});

test.each([
  ['clearMail.why', { ...agreed, why: '' }],
  ['clearMail.agreedBy', { why: 'TLS', on: '2013-07-01' }],
  ['clearMail.on', { ...agreed, on: 'last summer' }],
])('an agreement without %s is none', (field, clearMail) => {
  const { operation } = findExport(registry, 'shop/orders');
  expect(operationProblems('shop', { ...operation, clearMail })).toEqual([expect.objectContaining({ field })]);
});
