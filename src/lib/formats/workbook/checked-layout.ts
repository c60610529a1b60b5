import { WorkbookLimitExceeded } from '../../errors/workbook-errors.ts';
import { fileHeaders } from '../file-headers.ts';
import type { SheetLayout } from '../file-writer.ts';
import type { SheetLimits } from './sheet-limits.ts';

/**
 * The layout with a title for each column, each once; what was changed is added to `warnings`. Throws
 * WorkbookLimitExceeded when the sheet cannot hold the columns (formats.md A11, A12, X1, F1).
 */
export function checkedLayout(layout: SheetLayout, limits: SheetLimits, warnings: string[]): SheetLayout {
  const { name, columns } = layout;
  if (columns.length < 1 || columns.length > limits.columns) {
    throw new WorkbookLimitExceeded({
      where: `sheet "${name}"`,
      got: `${columns.length} columns`,
      expected: `1 to ${limits.columns}`,
      next: 'Select fewer columns, or use a format that holds more (.xlsx, .csv).',
    });
  }
  const headers = columns.map(({ header }) => header);
  const titled = fileHeaders(headers, 'number');
  warnings.push(...titled.warnings);
  return { ...layout, columns: columns.map((column, i) => ({ ...column, header: titled.titles[i] ?? '' })) };
}
