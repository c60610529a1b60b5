import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { readSettings } from '../lib/config/settings.ts';
import { type Engine, loadEngine } from '../processes/engine.ts';
import { withAnnouncedRedis } from '../processes/announced-redis.ts';
import { backfill, type BackfillOptions } from './backfill.ts';
import { backfillScopes } from './backfill-plan.ts';
import { dateText, reasonText, wholeNumber } from './export-options.ts';
import type { Output } from './output.ts';
import type { Finish } from './program.ts';
import { resend, type ResendOptions } from './resend.ts';
import { printSchedule, type ScheduleOptions } from './schedule.ts';

/** The commands about the intervals of an export: those to come and those gone by. */
export function addIntervalCommands(program: Command, output: Output, finish: Finish): void {
  program
    .command('schedule')
    .description('when an export is due and which intervals its files cover')
    .argument('<export>', 'canal/fiches-cloturees')
    .option('--next <n>', 'the next n due times', wholeNumber, 10)
    .option('--year <yyyy>', 'every due time of a year', yearNumber)
    .option('--json', 'one JSON object a due time')
    .action(async (id: string, options: ScheduleOptions) =>
      printSchedule(id, options, await loadEngine(readSettings(), 'cli'), output),
    );
  program
    .command('backfill')
    .description('make past intervals of an export, at a pace of their own')
    .argument('<export>', 'canal/fiches-cloturees')
    .requiredOption('--from <yyyy-MM-dd>', 'first day of the data', dateText)
    .requiredOption('--to <yyyy-MM-dd>', 'last day of the data', dateText)
    .addOption(new Option('--only <which>', 'which intervals').choices(backfillScopes).default('missing'))
    .option('--reverse', 'newest first')
    .option('--concurrency <n>', 'runs in the queue at a time', wholeNumber, 1)
    .option('--dry-run', 'tell what would be made')
    .option('--why <reason>', 'recorded with your name; needed with --only all', reasonText)
    .action(async (id: string, options: BackfillOptions) => {
      finish(await backfill(id, options, await queuedEngine(), output));
    });
  program
    .command('resend')
    .description('send the newest file of a run once more, the same bytes')
    .argument('<run>', 'canal/fiches-cloturees/2013-07-25')
    .option('--to <target…>', 'only to these targets')
    .option('--missing', 'only to recipients who do not have it')
    .requiredOption('--why <reason>', 'recorded with your name', reasonText)
    .action(async (run: string, options: ResendOptions) => {
      await resend(run, options, await queuedEngine());
    });
}

async function queuedEngine(): Promise<Engine> {
  return await loadEngine(await withAnnouncedRedis(readSettings()), 'cli');
}

function yearNumber(text: string): number {
  if (!/^(19|2\d)\d\d$/.test(text)) throw new InvalidArgumentError('It is a year such as 2026.');
  return Number(text);
}
