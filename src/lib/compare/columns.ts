import { BadRunRequest } from '../errors/definition-errors.ts';
import { closest } from '../did-you-mean.ts';

/** How the columns of two files go together. */
export interface ColumnMatch {
  /** Columns of both, in the order of the new file: where each is in either. */
  readonly both: readonly { readonly name: string; readonly old: number; readonly new: number }[];
  readonly onlyOld: readonly string[];
  readonly onlyNew: readonly string[];
  /** The columns of both stand in another order. */
  readonly moved: boolean;
}

/** Matches columns by their titles; the second of one title is `title (2)`. Throws BadRunRequest where none is shared. */
export function matchColumns(oldHeader: readonly string[], newHeader: readonly string[]): ColumnMatch {
  const [before, after] = [numbered(oldHeader), numbered(newHeader)];
  const both = after
    .map((name, index) => ({ name, old: before.indexOf(name), new: index }))
    .filter((column) => column.old !== -1);
  if (both.length === 0) {
    throw new BadRunRequest({
      where: 'diff',
      got: 'files that share no column',
      expected: 'titles of columns in the first row of both',
      next: 'Files without titles are compared with --no-header.',
    });
  }
  return {
    both,
    onlyOld: before.filter((name) => !after.includes(name)),
    onlyNew: after.filter((name) => !before.includes(name)),
    moved: both.some((column, index) => column.old < (both[index - 1]?.old ?? -1)),
  };
}

/** Places in `both` of the columns that name a row; throws BadRunRequest for one that the files do not share. */
export function keyPlaces(match: ColumnMatch, key: readonly string[]): number[] {
  const names = match.both.map(({ name }) => name);
  const unknown = key.find((name) => !names.includes(name));
  if (unknown === undefined) return key.map((name) => names.indexOf(name));
  const meant = closest(unknown, names);
  throw new BadRunRequest({
    where: '--key',
    got: JSON.stringify(unknown),
    expected: `columns of both files: ${names.join(', ') || 'there are none'}`,
    ...(meant === undefined ? {} : { next: `Did you mean ${meant}?` }),
  });
}

function numbered(header: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((title) => {
    const times = (seen.get(title) ?? 0) + 1;
    seen.set(title, times);
    return times === 1 ? title : `${title} (${times})`;
  });
}
