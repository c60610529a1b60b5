import { expect, test } from 'vitest';
import { folder, mail, webhook } from '../../../../src/lib/delivery/target-spec.ts';
import { largeFileProblems } from '../../../../src/lib/exports/loading/validate-large-files.ts';

const large = (target: string) =>
  mail({ to: ['a@b.example'], from: 'c@b.example', above: { bytes: 10_000_000, target, where: 'the share' } });

test('large files of a mail go to a target that takes files', () => {
  const depot = folder({ path: 'canal' });
  expect(largeFileProblems({ client: large('depot'), depot })).toEqual([]);
  expect(largeFileProblems({ client: large('depto'), depot })).toEqual([
    {
      field: 'targets.client.above.target',
      got: '"depto"',
      expected: 'a target that takes files, and numbers none: depot',
      didYouMean: 'depot',
    },
  ]);
  const numbers = folder({ path: 'canal', ifExists: 'number' });
  expect(largeFileProblems({ client: large('depot'), depot: numbers })).toHaveLength(1);
  expect(largeFileProblems({ client: large('depot'), depot: webhook() })).toHaveLength(1);
  expect(largeFileProblems({ client: large('client') })).toMatchObject([{ expected: expect.stringContaining('none') }]);
});
