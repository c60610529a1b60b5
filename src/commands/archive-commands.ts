import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { Temporal } from 'temporal-polyfill';
import { openFolderArchive } from '../lib/archive/folder-archive.ts';
import { isRunId } from '../lib/archive/run-id.ts';
import { readSettings } from '../lib/config/settings.ts';
import { createLogger } from '../lib/logger.ts';
import { loadEngine } from '../processes/engine.ts';
import { archivePrune, type PruneOptions } from './archive-prune.ts';
import { archiveVerify } from './archive-verify.ts';
import { dateText } from './export-options.ts';
import type { Output } from './output.ts';
import type { Finish } from './program.ts';

/** What part of an archive a command looks at. */
interface PartOptions {
  readonly operation?: string;
  readonly export?: string;
  readonly json?: boolean;
}

/** The commands about the archive as a whole. */
export function addArchiveCommands(program: Command, output: Output, finish: Finish): void {
  const archive = program.command('archive').description('prove the archive, list it for an auditor');
  part(archive, 'verify', 'compare every file with its manifest; exit code 1 when something has drifted')
    .option('--since <yyyy-MM-dd>', 'only runs of which something was recorded since this day (UTC)', dateText)
    .option('--json', 'one JSON object a drift, and one at the end')
    .action(async ({ since, ...options }: PartOptions & { since?: Temporal.PlainDate }) => {
      const from = since === undefined ? {} : { since: since.toZonedDateTime('UTC').toInstant().toString() };
      finish(await archiveVerify(openFolderArchive(readSettings().archiveDir), { ...options, ...from }, output));
    });
  part(archive, 'prune', 'remove the files whose time is up, as the daily sweep does; records and manifests stay')
    .option('--dry-run', 'tell what would be removed')
    .option('--json', 'one JSON object a file')
    .action(async (options: PruneOptions) => {
      const settings = readSettings();
      const logger = createLogger(settings.logLevel === 'info' ? 'warn' : settings.logLevel);
      finish(await archivePrune(options, await loadEngine(settings, 'cli', logger), output));
    });
}

function part(archive: Command, name: string, about: string): Command {
  return archive
    .command(name)
    .description(about)
    .option('--operation <id>', 'only this operation', operationText)
    .option('--export <id>', 'only this export: canal/fiches-cloturees', exportText);
}

function operationText(text: string): string {
  if (!isRunId(`${text}/any/any`)) throw new InvalidArgumentError('It is an operation such as canal.');
  return text;
}

function exportText(text: string): string {
  if (!isRunId(`${text}/any`)) throw new InvalidArgumentError('It is an export such as canal/fiches-cloturees.');
  return text;
}
