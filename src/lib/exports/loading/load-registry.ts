import { readdir } from 'node:fs/promises';
import { basename, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BadDefinitions, type DefinitionProblem, UnknownExport } from '../../errors/definition-errors.ts';
import { systemCode } from '../../errors/file-system.ts';
import { closest } from '../../did-you-mean.ts';
import { BaseExport } from '../base-export.ts';
import { CsvExport } from '../csv-export.ts';
import type { AnyExport, ExportDefinition, Registry } from '../definition.ts';
import { loadTables, readSql } from './load-tables.ts';
import type { Operation } from '../operation.ts';
import { TextExport } from '../text-export.ts';
import { resolveAuthorImports } from './resolve-author.ts';
import { dependencyProblems } from './validate-checks.ts';
import { operationProblems } from './validate-operation.ts';
import { definitionProblems } from './validate-definition.ts';
import { WorkbookExport } from '../workbook-export.ts';
import { XlsExport } from '../xls-export.ts';
import { XlsxExport } from '../xlsx-export.ts';
import type { Problem } from '../../problem.ts';

/** The definitions that come with this project: compiled beside the compiled engine, or the sources beside the sources. */
export const ownExportsDir = fileURLToPath(new URL('../../../../exports', import.meta.url));

/**
 * Finds, loads and validates every definition: a folder for each operation with its operation file, and a file with a
 * class exported as default for each export. Throws BadDefinitions with every problem of every file at once.
 */
export async function loadRegistry(exportsDir: string | null): Promise<Registry> {
  const root = resolve(exportsDir ?? ownExportsDir);
  resolveAuthorImports();
  const problems: DefinitionProblem[] = [];
  const registry = new Map<string, ExportDefinition>();
  for (const operationId of await foldersOf(root, problems)) {
    for (const definition of await loadOperation(root, operationId, problems)) registry.set(definition.id, definition);
  }
  if (problems.length === 0 && registry.size === 0) {
    problems.push({ file: root, field: 'folder', got: 'no definition', expected: '<operation>/<export>.ts' });
  }
  if (problems.length === 0) problems.push(...dependencyProblems(registry));
  if (problems.length > 0) throw new BadDefinitions(problems);
  return registry;
}

/** The export of that id; throws UnknownExport with a suggestion. */
export function findExport(registry: Registry, id: string): ExportDefinition {
  const found = registry.get(id);
  if (found !== undefined) return found;
  const meant = closest(id, [...registry.keys()]);
  throw new UnknownExport({
    where: 'export',
    got: JSON.stringify(id.slice(0, 100)),
    expected: 'the id of an export (see `bordereau list`)',
    ...(meant === undefined ? {} : { next: `Did you mean ${meant}?` }),
  });
}

async function foldersOf(root: string, problems: DefinitionProblem[]): Promise<string[]> {
  try {
    const entries = await readdir(root, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    problems.push({
      file: root,
      field: 'folder',
      got: systemCode(error) ?? 'an error',
      expected: 'a folder of definitions',
    });
    return [];
  }
}

async function loadOperation(root: string, id: string, problems: DefinitionProblem[]): Promise<ExportDefinition[]> {
  const folder = join(root, id);
  const files = (await readdir(folder)).filter(isModule).sort((a, b) => (stem(a) < stem(b) ? -1 : 1));
  const operationFile = files.find((file) => stem(file) === 'operation');
  if (operationFile === undefined) {
    const expected = 'export default operation({…}) in operation.ts';
    problems.push({ file: relative(root, folder), field: 'operation.ts', got: 'nothing', expected });
    return [];
  }
  const path = join(folder, operationFile);
  const loaded = await loadModule(path, relative(root, path), problems);
  const operation = loaded?.['default'] as Operation | undefined;
  const wrong = operationProblems(id, operation);
  problems.push(...wrong.map((problem) => ({ file: relative(root, path), ...problem })));
  if (operation === undefined || wrong.length > 0) return [];
  const definitions: ExportDefinition[] = [];
  for (const file of files.filter((name) => name !== operationFile)) {
    const definition = await loadDefinition(root, { id, operation }, join(folder, file), problems);
    if (definition !== null) definitions.push(definition);
  }
  return definitions;
}

async function loadDefinition(
  root: string,
  { id, operation }: { id: string; operation: Operation },
  path: string,
  problems: DefinitionProblem[],
): Promise<ExportDefinition | null> {
  const file = relative(root, path);
  const loaded = await loadModule(path, file, problems);
  if (loaded === null || !('default' in loaded)) {
    if (loaded !== null && Object.values(loaded).some(isExportClass)) {
      problems.push({ file, field: 'export', got: 'a class exported by name', expected: 'export default class …' });
    }
    return null;
  }
  const made = instantiate(loaded['default']);
  if (made === null) {
    const expected = 'a class that extends CsvExport, TextExport, XlsxExport, WorkbookExport or XlsExport';
    problems.push({ file, field: 'export default', got: 'something else', expected });
    return null;
  }
  const wrong: Problem[] = [];
  const tables = await loadTables(made, wrong);
  const discoverSql = await readSql(made.discover, 'discover', wrong);
  const definition = { discoverSql, id: `${id}/${stem(file)}`, operationId: id, operation, export: made, tables, file };
  problems.push(...[...wrong, ...definitionProblems(definition)].map((problem) => ({ file, ...problem })));
  return definition;
}

function instantiate(exported: unknown): AnyExport | null {
  if (!isExportClass(exported)) return null;
  // isExportClass has just seen that it is a class below BaseExport; authors' classes take no arguments.
  const made = new (exported as new () => BaseExport)();
  return isKnown(made) ? made : null;
}

function isKnown(made: BaseExport): made is AnyExport {
  return [CsvExport, TextExport, XlsxExport, WorkbookExport, XlsExport].some((base) => made instanceof base);
}

function isExportClass(value: unknown): boolean {
  return typeof value === 'function' && value.prototype instanceof BaseExport;
}

async function loadModule(
  path: string,
  file: string,
  problems: DefinitionProblem[],
): Promise<Record<string, unknown> | null> {
  try {
    // A module's namespace is an object of its exports.
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    problems.push({ file, field: 'module', got: said.split('\n')[0] ?? said, expected: 'a module that loads' });
    return null;
  }
}

function isModule(file: string): boolean {
  return /\.[jt]s$/.test(file) && !file.endsWith('.d.ts');
}

function stem(file: string): string {
  return basename(file, extname(file));
}
