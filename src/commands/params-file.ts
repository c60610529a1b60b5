import { readFile } from 'node:fs/promises';
import { BadRunRequest } from '../lib/errors/definition-errors.ts';
import { systemCode } from '../lib/errors/file-system.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import type { RunRequest } from '../lib/exports/making/run-scope.ts';

/** One request for each line of the file, a value of the export's one parameter; empty lines are passed over. */
export async function requestsOfFile({ id, export: made }: ExportDefinition, path: string): Promise<RunRequest[]> {
  const [name, ...others] = Object.keys(made.params);
  if (name === undefined || others.length > 0) {
    const got = `${others.length + (name === undefined ? 0 : 1)} parameters`;
    throw new BadRunRequest({ where: `${id}, --params-file`, got, expected: 'an export with one parameter' });
  }
  const lines = (await textOf(path)).split('\n').map((line) => line.trim());
  const values = [...new Set(lines.filter((line) => line !== ''))];
  return values.map((value) => ({ params: { [name]: value } }));
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new BadRunRequest({
      where: '--params-file',
      got: `${path} (${systemCode(error) ?? 'not readable'})`,
      expected: 'a file with one value on each line',
    });
  }
}
