import { Command, Option } from 'commander';
import { runStates } from '../lib/archive/run-state.ts';
import { openFolderArchive } from '../lib/archive/folder-archive.ts';
import { systemClock } from '../lib/clock.ts';
import { readSettings, type Settings } from '../lib/config/settings.ts';
import { createLogger } from '../lib/logger.ts';
import { readVersion } from '../lib/version.ts';
import { loadEngine, type Engine } from '../processes/engine.ts';
import { isEmbedded, withSampleSources } from '../processes/embedded.ts';
import { withAnnouncedRedis } from '../processes/announced-redis.ts';
import { addArchiveCommands } from './archive-commands.ts';
import { decideHeld } from './decide-held.ts';
import { addDeliveryCommands } from './delivery-commands.ts';
import { demo } from './demo.ts';
import { addDiffCommand } from './diff-command.ts';
import { doctor } from './doctor.ts';
import { exportCommand } from './export.ts';
import { addParam, type ExportOptions, reasonText, wholeNumber } from './export-options.ts';
import { health } from './health.ts';
import { addIntervalCommands } from './interval-commands.ts';
import { listExports } from './list.ts';
import type { Output } from './output.ts';
import { listRuns, type RunsOptions } from './runs.ts';
import { addServiceCommands } from './service-commands.ts';
import { makeSample, type SampleCommand } from './sample.ts';
import { showRun } from './show.ts';

/** Tells the exit code of the command that ran. */
export type Finish = (code: number) => void;

/** The command line, with everything each command needs read when it runs. */
export function buildProgram(output: Output, finish: Finish): Command {
  const program = new Command('bordereau')
    .description('Scheduled data exports: queried, proved, archived, delivered.')
    .version(readVersion())
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.write(text), writeErr: (text) => output.note(text.trimEnd()) })
    .showSuggestionAfterError();
  addExportCommand(program, output, finish);
  addLookCommands(program, output, finish);
  addHeldCommands(program, output);
  addIntervalCommands(program, output, finish);
  addArchiveCommands(program, output, finish);
  addDiffCommand(program, output, finish);
  addDeliveryCommands(program, output, finish);
  addServiceCommands(program, output, finish);
  return program;
}

function addExportCommand(program: Command, output: Output, finish: Finish): void {
  program
    .command('export')
    .description('make runs by hand: of exports, or of all daily exports of an operation (with --month: monthly)')
    .argument('<exports...>', 'canal/fiches-cloturees, or canal')
    .option('--date <yyyy-MM-dd>', 'the day the data is of')
    .option('--month <yyyy-MM>', 'the month the data is of')
    .option('--param <name=value>', 'a parameter of the export; the same one again: a further run', addParam)
    .option('--params-file <file>', 'a value of the one parameter on each line: one run each')
    .option('--wait', 'wait until the runs have ended')
    .option('--inline', 'build and deliver in this process, without Redis')
    .option('--dry-run', 'build and prove, but keep, record and deliver nothing')
    .option('--limit <n>', 'with --dry-run: stop after n rows', wholeNumber)
    .option('--again', 'make a new revision of what is already published')
    .option('--why <reason>', 'why it is made again; recorded')
    .option('--json', 'one JSON object a run on stdout')
    .action(async (names: string[], options: ExportOptions) => {
      finish(await exportCommand(names, options, await handEngine(output), output));
    });
}

function addLookCommands(program: Command, output: Output, finish: Finish): void {
  program
    .command('list')
    .description('every export, when it is due and where it goes')
    .option('--json', 'as JSON')
    .action(async ({ json = false }: { json?: boolean }) => {
      listExports((await loadEngine(readSettings(), 'cli')).registry, { json }, output);
    });
  program
    .command('runs')
    .description('what the archive knows, newest first')
    .option('--export <id>', 'only runs of this export')
    .addOption(new Option('--state <state>', 'only runs in this state').choices(runStates))
    .option('--limit <n>', 'at most this many', wholeNumber, 50)
    .option('--json', 'one JSON object a run')
    .action(async (options: RunsOptions) => listRuns(openFolderArchive(readSettings().archiveDir), options, output));
  program
    .command('show')
    .description('history, files and deliveries of one run')
    .argument('<run>', 'canal/fiches-cloturees/2013-07-25')
    .option('--json', 'as JSON')
    .action(async (run: string, { json = false }: { json?: boolean }) => {
      await showRun(openFolderArchive(readSettings().archiveDir), run, { json }, output);
    });
  program
    .command('doctor')
    .description('look at each setting, service, folder and definition')
    .action(async () => finish(await doctor(output)));
  program
    .command('health')
    .description('exit code 0 while a process of this machine does its work')
    .action(async () => finish(await health(readSettings().heartbeatDir, systemClock, output)));
  program
    .command('demo')
    .description('a morning of the sample data, from schedule to delivered files')
    .action(async () => finish(await demo(readSettings(), output)));
  program
    .command('sample')
    .description("the demo's databases, as files, or on a MySQL or MariaDB server that has none of them")
    .option('--fiches <n>', 'how many subscribers to call; the other tables grow with it (default: 50000)', wholeNumber)
    .option('--url-file <path>', 'on a server: file that holds mysql://user:password@host:port')
    .action(async (options: SampleCommand) => await makeSample(options, output));
}

function addHeldCommands(program: Command, output: Output): void {
  const decisions = [
    ['release', 'released', 'let a held file go'],
    ['reject', 'rejected', 'stop a held file for good'],
  ] as const;
  for (const [name, decision, about] of decisions) {
    program
      .command(name)
      .description(about)
      .argument('<run>', 'canal/barometre-qualite/2013-07-25')
      .requiredOption('--why <reason>', 'recorded with your name', reasonText)
      .action(async (run: string, { why }: { why: string }) => {
        const engine = await loadEngine(await withAnnouncedRedis(readSettings()), 'cli');
        const said = await decideHeld(decision, run, why, engine);
        if (said !== null) output.note(said);
      });
  }
}

/** The engine of a command a person gives: on the embedded default when nothing else is set. */
async function handEngine(output: Output): Promise<Engine> {
  const settings: Settings = readSettings();
  // A person at a terminal wants results, not a log, unless they ask for one.
  const logger = createLogger(settings.logLevel === 'info' ? 'warn' : settings.logLevel);
  const engine = await loadEngine(settings, 'cli', logger);
  if (!isEmbedded(settings)) return engine;
  output.note('No SOURCE_<NAME>_URL is set: the rows come from the sample databases.');
  const names = new Set([...engine.registry.values()].map(({ export: made }) => made.source));
  return { ...engine, settings: await withAnnouncedRedis(await withSampleSources(settings, names)) };
}
