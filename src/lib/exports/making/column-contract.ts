import { ColumnsDiffer } from '../../errors/definition-errors.ts';
import type { FileColumn, SourceColumn } from '../../rows/column.ts';
import type { ColumnContract } from '../columns.ts';

/**
 * Holds the query's columns to the contract with the recipient: same names, same order, same count. Throws ColumnsDiffer
 * with the first differences. The kind is the author's, else the source's.
 */
export function agreeOnColumns(
  exportId: string,
  contract: readonly ColumnContract[],
  sent: readonly SourceColumn[],
): FileColumn[] {
  const differences = Array.from({ length: Math.max(contract.length, sent.length) }, (_, index) => ({
    place: index + 1,
    wanted: contract[index]?.name,
    got: sent[index]?.name,
  })).filter(({ wanted, got }) => wanted !== got);
  if (differences.length > 0) {
    const told = differences
      .slice(0, 10)
      .map(({ place, wanted, got }) => `${place}: ${got ?? 'nothing'} for ${wanted ?? 'nothing'}`);
    throw new ColumnsDiffer({
      where: exportId,
      got: `${sent.length} columns, ${differences.length} of them not as agreed (${told.join('; ')})`,
      expected: `the ${contract.length} columns of the contract`,
      next: 'Correct the query, or the contract if the recipient agrees.',
    });
  }
  return contract.map((column, index) => fileColumn(column, sent[index]));
}

/** Columns of rows made in code: the contract alone says what they are. */
export function columnsOfCode(contract: readonly ColumnContract[]): FileColumn[] {
  return contract.map((column) => fileColumn(column, undefined));
}

function fileColumn({ name, ...declared }: ColumnContract, sent: SourceColumn | undefined): FileColumn {
  const kind = declared.kind ?? sent?.kind ?? 'text';
  const { scale: ownScale, ...rest } = declared;
  const scale = ownScale ?? (declared.kind === undefined ? sent?.scale : undefined);
  return {
    ...rest,
    header: declared.header ?? name,
    kind,
    ...(scale === undefined ? {} : { scale }),
    ...(sent?.bits === undefined ? {} : { bits: sent.bits }),
  };
}
