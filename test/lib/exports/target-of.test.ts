import { expect, test } from 'vitest';
import { folder } from '../../../src/lib/delivery/target-spec.ts';
import { targetOf } from '../../../src/lib/exports/target-of.ts';

const operation = { targets: { depot: folder({ path: 'canal' }) } };

test('a target is found by its name', () => {
  expect(targetOf(operation, 'depot')).toEqual({ kind: 'folder', path: 'canal' });
});

test.each([
  ['depots', 'Did you mean depot?'],
  ['toString', 'expected one of depot'],
])('%s is refused and the names there are said', (name, said) => {
  expect(() => targetOf(operation, name)).toThrowError(
    expect.objectContaining({ code: 'TARGET_UNKNOWN', message: expect.stringContaining(said) }),
  );
});
