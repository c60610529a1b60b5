import type { Command } from 'commander';
import { openFolderArchive } from '../lib/archive/folder-archive.ts';
import { readSettings } from '../lib/config/settings.ts';
import { BordereauError } from '../lib/errors/bordereau-error.ts';
import type { DiffOptions } from './diff.ts';
import { wholeNumber } from './export-options.ts';
import type { Output } from './output.ts';
import type { Finish } from './program.ts';

/** As diff(1) ends when it could not compare. */
const TROUBLE = 2;

/** `bordereau diff` on the command line. */
export function addDiffCommand(program: Command, output: Output, finish: Finish): void {
  program
    .command('diff')
    .description('compare two files, or a file with what a run delivered, by row and column')
    .argument('<old>', 'a CSV or workbook, or a run: canal/fiches-cloturees/2013-07-25')
    .argument('<new>', 'the same')
    .option('--key <columns>', 'columns that name a row, with commas between; else rows are compared by place', names)
    .option('--any-order', 'compare whole rows, in whatever order they stand')
    .option('--no-header', 'the first row is data')
    .option('--sheet <name>', 'the sheet of a workbook; default: the first')
    .option('--limit <n>', 'tell this many differences one by one', wholeNumber, 20)
    .option('--json', 'counts and places as JSON')
    .action(async (before: string, after: string, options: DiffOptions) => {
      // The readers of files are loaded by this command alone.
      const { diff } = await import('./diff.ts');
      try {
        finish(await diff([before, after], options, openFolderArchive(readSettings().archiveDir), output));
      } catch (error) {
        if (!(error instanceof BordereauError)) throw error;
        output.note(error.message);
        finish(TROUBLE);
      }
    });
}

function names(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}
