import { expect, test } from 'vitest';
import { addParam } from '../../src/commands/export-options.ts';

function read(...texts: readonly string[]): unknown {
  return texts.reduce<ReturnType<typeof addParam>>((before, text) => addParam(text, before), []);
}

test('--param names the parameters of one run', () => {
  expect(read('segment=A', 'day=2013-07-25=')).toEqual([{ segment: 'A', day: '2013-07-25=' }]);
});

test('--param asks for a further run when it names the same parameter again', () => {
  expect(read('segment=A', 'segment=B', 'segment=A')).toEqual([{ segment: 'A' }, { segment: 'B' }, { segment: 'A' }]);
  expect(read('a=1', 'b=2', 'a=3', 'b=4')).toEqual([
    { a: '1', b: '2' },
    { a: '3', b: '4' },
  ]);
});
