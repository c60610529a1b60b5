import { parseRunId } from '../../archive/run-id.ts';
import type { Manifest } from '../../archive/manifest.ts';
import { renderFileName } from '../../formats/file-name.ts';
import { splitName } from '../../formats/split-name.ts';
import type { Problem } from '../../problem.ts';
import type { ExportDefinition } from '../definition.ts';
import { refusals } from '../loading/problems.ts';
import { sampleScope, scopeOfInterval } from './run-scope.ts';
import { targetOf } from '../target-of.ts';

/** The name that a published file gets at a target, before it is encrypted; throws FileNameInvalid. */
export function targetFileName(definition: ExportDefinition, target: string, manifest: Manifest): string {
  const { fileName } = targetOf(definition.operation, target);
  if (fileName === undefined) return manifest.file.name;
  const { name, intervalId } = parseRunId(manifest.runId);
  const file = { export: name, ...splitName(manifest.file.name), revision: String(manifest.revision) };
  return renderFileName(fileName, { ...scopeOfInterval(definition, intervalId), interval: intervalId, file });
}

const SAMPLE_FILE = { export: 'export', name: 'name', ext: 'csv', revision: '1' };

/** What is wrong with the file names of the targets that an export delivers to, tried on a sample run. */
export function targetNameProblems(definition: ExportDefinition): Problem[] {
  const { export: made, operation } = definition;
  const names: readonly string[] = Array.isArray(made.deliver) ? made.deliver : [];
  return names.flatMap((name) => {
    const template = operation.targets[name]?.fileName;
    if (template === undefined) return [];
    const scope = sampleScope(definition);
    const facts = { ...scope, interval: scope.intervalId, file: SAMPLE_FILE };
    return refusals(`deliver, fileName of ${name}`, () => void renderFileName(template, facts));
  });
}
