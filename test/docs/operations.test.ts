import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildProgram } from '../../src/commands/program.ts';
import { runStates } from '../../src/lib/archive/run-state.ts';
import { queueNames } from '../../src/queues/catalogue.ts';
import { codeBlocks, tableRows } from '../support/markdown.ts';

const text = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const firstCells = tableRows(text).flatMap(([cell = '']) => /^`(\w+)`$/.exec(cell)?.[1] ?? []);

test('docs/operations.md says what to do in every state of a run', () => {
  expect(runStates.filter((state) => !firstCells.includes(state))).toEqual([]);
});

test('docs/operations.md names every queue of the board', () => {
  expect(queueNames.filter((name) => !firstCells.includes(name))).toEqual([]);
});

/** Messages that the code logs as warnings and errors. */
function loggedMessages(): Set<string> {
  const src = new URL('../../src/', import.meta.url);
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const calls = files.flatMap((path) => [
    ...readFileSync(new URL(path, src), 'utf8').matchAll(/logger\.(?:error|warn)\([\s\S]*?'([^'\n]*)',?\s*\)/g),
  ]);
  return new Set(calls.map(([, message = '']) => message));
}

test('docs/operations.md says what to do for every notice, in both languages', () => {
  const notices = new URL('../../src/lib/notices/', import.meta.url);
  const sources = readdirSync(notices).map((name) => readFileSync(new URL(name, notices), 'utf8'));
  const subjects = sources.flatMap((source) => [...source.matchAll(/subject: (?:\(.*?\) => )?`(.*?) ?:/g)]);
  const told = subjects.map(([, subject = '']) => `*${subject}*`);
  expect(told.length).toBeGreaterThanOrEqual(10);
  expect(told.filter((subject) => !text.includes(subject))).toEqual([]);
});

test('docs/operations.md says what to do for every warning and error of the log, and names no other', () => {
  const rows = tableRows(text.slice(text.indexOf('### In the log'), text.indexOf('## When something breaks')));
  const told = rows.flatMap(([cell = '']) => /^(?:\*\*)?`(.*?)`(?:\*\*)?$/.exec(cell)?.[1] ?? []);
  expect(loggedMessages().size).toBeGreaterThan(15);
  expect(new Set(told)).toEqual(loggedMessages());
});

test('every command and option in docs/operations.md exists', () => {
  const silent = { line: () => undefined, note: () => undefined, write: () => undefined, live: false };
  const { commands } = buildProgram(silent, () => undefined);
  const written = codeBlocks(text)
    .flatMap(({ code }) => code.split('\n'))
    .filter((line) => line.startsWith('bordereau '));
  expect(written.length).toBeGreaterThan(5);
  for (const line of written) {
    const [, name, second] = line.split(/\s+/);
    const outer = commands.find((known) => known.name() === name);
    const command = outer?.commands.find((known) => known.name() === second) ?? outer;
    const options = line.replace(/"[^"]*"/g, '').match(/(?<=\s)--[a-z-]+/g) ?? [];
    expect({ line, known: command?.options.map(({ long }) => long) }).toEqual({
      line,
      known: expect.arrayContaining(options),
    });
  }
});
