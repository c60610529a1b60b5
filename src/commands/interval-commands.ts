import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { readSettings } from '../lib/config/settings.ts';
import { loadEngine } from '../processes/engine.ts';
import { wholeNumber } from './export-options.ts';
import type { Output } from './output.ts';
import { printSchedule, type ScheduleOptions } from './schedule.ts';

/** The commands about the intervals of an export: those to come and those gone by. */
export function addIntervalCommands(program: Command, output: Output): void {
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
}

function yearNumber(text: string): number {
  if (!/^(19|2\d)\d\d$/.test(text)) throw new InvalidArgumentError('It is a year such as 2026.');
  return Number(text);
}
