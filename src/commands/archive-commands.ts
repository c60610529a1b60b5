import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { Temporal } from 'temporal-polyfill';
import { openFolderArchive } from '../lib/archive/folder-archive.ts';
import { isRunId } from '../lib/archive/run-id.ts';
import { readSettings } from '../lib/config/settings.ts';
import { createLogger } from '../lib/logger.ts';
import { loadEngine } from '../processes/engine.ts';
import { archiveIndex } from './archive-index.ts';
import { archivePrune, type PruneOptions } from './archive-prune.ts';
import type { ArchivePart } from './archive-part.ts';
import { archiveVerify } from './archive-verify.ts';
import { dateText } from './export-options.ts';
import type { Output } from './output.ts';
import type { Finish } from './program.ts';

type Day = Temporal.PlainDate;

type PartOptions = ArchivePart & { readonly json?: boolean };

/** The commands about the archive as a whole. */
export function addArchiveCommands(program: Command, output: Output, finish: Finish): void {
  const archive = program.command('archive').description('prove the archive, list it for an auditor');
  part(archive, 'verify', 'compare every file with its manifest; exit code 1 when something has drifted')
    .option('--since <yyyy-MM-dd>', 'only runs of which something was recorded since this day (UTC)', dateText)
    .option('--json', 'one JSON object a drift, and one at the end')
    .action(async ({ since, ...options }: PartOptions & { since?: Day }) => {
      const from = since === undefined ? {} : { since: startText(since) };
      finish(await archiveVerify(openFolderArchive(readSettings().archiveDir), { ...options, ...from }, output));
    });
  part(archive, 'index', 'what was delivered to whom and when, as a CSV for an auditor')
    .option('--from <yyyy-MM-dd>', 'only what was sent, or last happened, from this day on (UTC)', dateText)
    .option('--to <yyyy-MM-dd>', 'and up to this day', dateText)
    .option('--json', 'one JSON object a row')
    .action(async ({ from, to, ...options }: PartOptions & { from?: Day; to?: Day }) => {
      const days = {
        ...(from === undefined ? {} : { from: startText(from) }),
        ...(to === undefined ? {} : { until: startText(to.add({ days: 1 })) }),
      };
      finish(await archiveIndex(openFolderArchive(readSettings().archiveDir), { ...options, ...days }, output));
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

/** Midnight UTC, as records write instants. */
function startText(day: Day): string {
  return day.toZonedDateTime('UTC').toInstant().toString();
}

function operationText(text: string): string {
  if (!isRunId(`${text}/any/any`)) throw new InvalidArgumentError('It is an operation such as canal.');
  return text;
}

function exportText(text: string): string {
  if (!isRunId(`${text}/any`)) throw new InvalidArgumentError('It is an export such as canal/fiches-cloturees.');
  return text;
}
