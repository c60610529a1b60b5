/** What a worksheet can hold. Source: Excel specifications and limits; formats.md X1, X20, F1. */
export interface SheetLimits {
  readonly rows: number;
  readonly columns: number;
  /** UTF-16 units in a cell. */
  readonly cellUnits: number;
  readonly cellLineFeeds: number;
  /** Bytes after which a new sheet is begun. */
  readonly sheetBytes: number;
  /** Bytes of the file. */
  readonly fileBytes: number;
}

export const XLSX_LIMITS: SheetLimits = {
  rows: 1_048_576,
  columns: 16_384,
  cellUnits: 32_767,
  cellLineFeeds: 253,
  sheetBytes: 3.5 * 1024 ** 3,
  fileBytes: 0xffff_ffff,
};

/** Excel 97-2003. There is no second sheet for what does not fit; the file is held in memory until its end. */
export const XLS_LIMITS: SheetLimits = {
  ...XLSX_LIMITS,
  rows: 65_536,
  columns: 256,
  sheetBytes: Infinity,
  fileBytes: 256 * 1024 ** 2,
};
