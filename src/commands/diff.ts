import type { Comparison, RowMatch } from '../lib/compare/compare-tables.ts';
import { compareTables } from '../lib/compare/compare-tables.ts';
import { openTableFile } from '../lib/compare/table-file.ts';
import type { Difference } from '../lib/compare/tally.ts';
import type { Archive } from '../lib/archive/archive.ts';
import { type DiffSide, diffSide } from './diff-side.ts';
import { countLines, differenceLine } from './diff-words.ts';
import type { Output } from './output.ts';

export interface DiffOptions {
  /** Columns that name a row. */
  readonly key?: readonly string[];
  readonly anyOrder?: boolean;
  readonly header: boolean;
  readonly sheet?: string;
  /** Differences told one by one. */
  readonly limit: number;
  readonly json?: boolean;
}

/**
 * `bordereau diff`: compares two files, or a file with what a run published, row by row and column by column. Counts come
 * first. Values are personal data: they are shown on a terminal alone, never in a pipe, a file or JSON. Gives the exit code
 * of diff(1): 0 the same, 1 different; errors are 2.
 */
export async function diff(
  [before, after]: readonly [string, string],
  options: DiffOptions,
  archive: Archive,
  output: Output,
): Promise<number> {
  const sides = [await diffSide(before, archive), await diffSide(after, archive)] as const;
  const [oldFile, newFile] = [
    await openTableFile(sides[0].path, options.sheet),
    await openTableFile(sides[1].path, options.sheet),
  ];
  const match = matchOf(options);
  const first: Difference[] = [];
  const comparison = await compareTables(oldFile, newFile, { match, header: options.header }, (difference) => {
    if (first.length < options.limit) first.push(difference);
  });
  if (options.json === true) output.line(JSON.stringify(report(sides, comparison, first)));
  else {
    output.line(`old: ${sides[0].name} · ${oldFile.form}`);
    output.line(`new: ${sides[1].name} · ${newFile.form}`);
    for (const line of countLines(comparison, match)) output.line(line);
    for (const difference of first) output.line(differenceLine(difference, match, output.live));
    const left = comparison.changed + comparison.onlyOld + comparison.onlyNew - first.length;
    if (left > 0) output.note(`${left} more: --limit shows them.`);
    if (first.length > 0 && !output.live) output.note('Values are shown on a terminal alone.');
  }
  return isSame(comparison) ? 0 : 1;
}

function matchOf({ key, anyOrder = false }: DiffOptions): RowMatch {
  if (key !== undefined) return { by: 'key', columns: key };
  return { by: anyOrder ? 'whole row' : 'place' };
}

function isSame({ columns, changed, onlyOld, onlyNew }: Comparison): boolean {
  const { onlyOld: gone, onlyNew: added, moved } = columns;
  return changed + onlyOld + onlyNew + gone.length + added.length === 0 && !moved;
}

/** Counts and places, no values. */
function report(sides: readonly [DiffSide, DiffSide], comparison: Comparison, first: readonly Difference[]) {
  const { columns, changedByColumn, ...counts } = comparison;
  return {
    old: sides[0].name,
    new: sides[1].name,
    ...counts,
    columns: {
      changed: Object.fromEntries(changedByColumn),
      ...{ onlyOld: columns.onlyOld, onlyNew: columns.onlyNew, moved: columns.moved },
    },
    differences: first.map((difference) =>
      difference.kind === 'changed'
        ? {
            ...{ kind: difference.kind, oldRow: difference.oldRow, newRow: difference.newRow },
            columns: difference.cells.map(({ column }) => column),
          }
        : { kind: difference.kind, row: difference.row },
    ),
  };
}
