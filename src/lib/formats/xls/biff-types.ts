/** Numbers of the BIFF8 records we write. Source: [MS-XLS] 2.3.1. */
export const BIFF = {
  EOF: 0x000a,
  SELECTION: 0x001d,
  DATE1904: 0x0022,
  FONT: 0x0031,
  CONTINUE: 0x003c,
  WINDOW1: 0x003d,
  PANE: 0x0041,
  CODEPAGE: 0x0042,
  COLINFO: 0x007d,
  BOUNDSHEET: 0x0085,
  XF: 0x00e0,
  SST: 0x00fc,
  LABELSST: 0x00fd,
  DIMENSIONS: 0x0200,
  NUMBER: 0x0203,
  BOOLERR: 0x0205,
  ROW: 0x0208,
  WINDOW2: 0x023e,
  STYLE: 0x0293,
  FORMAT: 0x041e,
  BOF: 0x0809,
} as const;

/** Kinds of substream, in their BOF. */
export const GLOBALS = 0x0005;
export const WORKSHEET = 0x0010;

/** Most bytes of data in one record. */
export const LARGEST_RECORD = 8224;

/** A ROW with a format of its own: the header and the total. */
export const ROW_HAS_FORMAT = 0x0080;

/** Path of the stream that holds the records. */
export const WORKBOOK = '/Workbook';
