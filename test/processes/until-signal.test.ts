import { once } from 'node:events';
import { expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startSource } from '../support/source-process.ts';

/** A process that runs until a signal; its stop gives what `stop` gives. */
const untilSignal = (stop: string): string => `
  const { runUntilSignal } = await import(src + '/processes/until-signal.ts');
  const awake = setInterval(() => {}, 1000);
  const ended = runUntilSignal({ healthy: () => true, stop: () => ${stop} });
  process.stdout.write('ready');
  process.exitCode = await ended;
  clearInterval(awake);
`;

it.each(['SIGINT', 'SIGTERM'] as const)('%s drains and ends with 0', async (signal) => {
  const { child } = await startSource(untilSignal('Promise.resolve(true)'));
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('a Ctrl-C that comes twice, from the terminal and from npm, is one', async () => {
  const { child } = await startSource(untilSignal('new Promise((end) => setTimeout(end, 100, true))'));
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('a second Ctrl-C ends a process that still drains', async () => {
  const { child } = await startSource(untilSignal('new Promise(() => {})'));
  const code = await eventually(async () => {
    child.kill('SIGINT');
    return await Promise.resolve(child.exitCode);
  });
  expect(code).toBe(130);
});

it('draining that runs out of time ends with 1', async () => {
  const { child } = await startSource(untilSignal('Promise.resolve(false)'));
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([1, null]);
});
