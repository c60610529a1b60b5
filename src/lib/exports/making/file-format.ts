import { csvProfiles } from '../../formats/csv-profile.ts';
import { type FileShape, csvShape } from '../../formats/proof.ts';
import { openCsvWriter } from '../../formats/csv/csv-writer.ts';
import type { OpenWriter } from '../../formats/file-writer.ts';
import { openXlsWriter } from '../../formats/xls/open-xls-writer.ts';
import { openXlsxWriter } from '../../formats/xlsx/open-xlsx-writer.ts';
import { openTextWriter, textShape } from '../../formats/text-file.ts';
import type { ExportDefinition } from '../definition.ts';

/** Media type of a workbook. */
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** How the file of an export is written, and what the manifest says about it. */
export interface FileFormat {
  readonly kind: 'csv' | 'text' | 'xlsx' | 'xls';
  readonly open: OpenWriter;
  readonly contentType: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  /** What the proof must know to read it back. */
  shape(columns: number): FileShape;
  /** The writer leaves what it wrote as it is, so that the proof may read along. */
  readonly provedAlong: boolean;
}

export function formatOf({ export: made, operation }: ExportDefinition): FileFormat {
  switch (made.format) {
    case 'csv': {
      const chosen = made.profile ?? operation.profile ?? 'excel-fr';
      const profile = typeof chosen === 'string' ? csvProfiles[chosen] : chosen;
      const charset = profile.encoding;
      return {
        kind: 'csv',
        open: openCsvWriter(profile),
        contentType: `text/csv; charset=${charset}; header=${profile.header ? 'present' : 'absent'}`,
        facts: {
          format: 'csv',
          profile: typeof chosen === 'string' ? chosen : 'own',
          encoding: profile.encoding,
          bom: profile.bom,
          delimiter: profile.delimiter,
          decimalMark: profile.decimalMark,
          formulaGuard: profile.formulaGuard,
        },
        shape: (columns) => csvShape(profile, columns),
        provedAlong: true,
      };
    }
    case 'text':
      return {
        kind: 'text',
        open: openTextWriter(made.template),
        contentType: 'text/plain; charset=utf-8',
        facts: { format: 'text', encoding: 'utf-8' },
        shape: () => textShape(made.template),
        provedAlong: true,
      };
    case 'xlsx':
    case 'workbook':
      return {
        kind: 'xlsx',
        open: openXlsxWriter(),
        contentType: XLSX_TYPE,
        facts: { format: 'xlsx' },
        shape: () => ({ format: 'xlsx' }),
        provedAlong: true,
      };
    case 'xls':
      return {
        kind: 'xls',
        open: openXlsWriter(),
        contentType: 'application/vnd.ms-excel',
        facts: { format: 'xls' },
        shape: () => ({ format: 'xls' }),
        provedAlong: false,
      };
  }
}
