import type { Comparison, RowMatch } from '../lib/compare/compare-tables.ts';
import type { Difference } from '../lib/compare/tally.ts';
import { countText } from './table.ts';

/** What a comparison found, in numbers: rows, then columns. */
export function countLines({ columns, ...found }: Comparison, match: RowMatch): string[] {
  const rows = [
    `${countText(found.equal)} equal`,
    `${countText(found.changed)} changed`,
    `${countText(found.onlyOld)} only in old`,
    `${countText(found.onlyNew)} only in new`,
  ];
  const changed = [...found.changedByColumn]
    .sort(([, one], [, other]) => other - one)
    .map(([name, count]) => `${plain(name)} ${countText(count)}`);
  const lost = found.changed + found.onlyOld + found.onlyNew > found.equal && found.oldRows !== found.newRows;
  return [
    `rows: ${rows.join(', ')} (${countText(found.oldRows)} in old, ${countText(found.newRows)} in new)`,
    ...(changed.length > 0 ? [`changed: ${changed.join(', ')}`] : []),
    ...(columns.onlyOld.length > 0 ? [`columns only in old: ${columns.onlyOld.map(plain).join(', ')}`] : []),
    ...(columns.onlyNew.length > 0 ? [`columns only in new: ${columns.onlyNew.map(plain).join(', ')}`] : []),
    ...(columns.moved ? ['columns in another order'] : []),
    ...(match.by === 'place' && lost ? ['Rows are compared by place; --key finds those that moved.'] : []),
  ];
}

/** One difference; `values`: whoever reads it may see them. */
export function differenceLine(difference: Difference, match: RowMatch, values: boolean): string {
  if (difference.kind !== 'changed') {
    const cells = values ? `: ${difference.cells.map(shown).join(' ')}` : '';
    return `  ${difference.kind}, row ${difference.row}${cells}`;
  }
  const { oldRow, newRow, key, cells } = difference;
  const place = oldRow === newRow ? `row ${newRow}` : `row ${oldRow}, now ${newRow}`;
  const name = values && match.by === 'key' ? ` (${key.map(shown).join(' ')})` : '';
  const changes = cells.map((cell) =>
    values ? `${plain(cell.column)} ${shown(cell.old)} → ${shown(cell.new)}` : plain(cell.column),
  );
  return `  ${place}${name}: ${changes.join(', ')}`;
}

/** In quotes; no character of it can move the cursor or turn the line around. */
function shown(cell: string): string {
  return plain(JSON.stringify(cell));
}

/** Control characters and marks that change the direction of writing, as their numbers. */
function plain(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
