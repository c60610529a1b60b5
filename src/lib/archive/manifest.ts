import { z } from 'zod';

const counters = z.object({
  unmappable: z.int(),
  controlCharsDropped: z.int(),
  truncatedCells: z.int(),
  zeroDates: z.int(),
  neutralisedFormulas: z.int(),
  numbersAsText: z.int(),
});

/** Lower-case hexadecimal. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
/** A name in the revision's folder, and no way out of it. */
const fileName = z.string().regex(/^(?!\.{1,2}$)[^/\\\0]+$/, 'the name of a file');
/** A file as the manifest beside it describes it. */
export const fileSchema = z.object({
  name: fileName,
  bytes: z.int(),
  sha256: sha256Schema,
  contentType: z.string(),
});
const table = z.object({
  name: z.string(),
  rows: z.int(),
  columns: z.array(z.object({ header: z.string(), kind: z.string() })),
  /** Of the query's text; null when the rows come from code. */
  querySha256: sha256Schema.nullable(),
});

/** The JSON beside a published file (docs/archive.md). A file without a matching manifest is not trusted by anyone. */
export const manifestSchema = z.object({
  version: z.literal(1),
  runId: z.string(),
  revision: z.int().min(1),
  title: z.string(),
  interval: z.object({ id: z.string(), from: z.string().nullable(), to: z.string().nullable(), zone: z.string() }),
  file: fileSchema,
  /** The file before it was compressed; null when it was not. */
  content: fileSchema.nullable(),
  rows: z.int(),
  sheets: z.array(z.object({ name: z.string(), rows: z.int(), columns: z.int() })),
  /** The tables the rows came from; a long one may go on in further sheets. */
  tables: z.array(table),
  /** Of the columns whose totals are to be equal, exact decimal text; absent: none are. */
  totals: z.array(z.object({ sheet: z.string(), column: z.string(), total: z.string() })).optional(),
  /** How the file is written: format, encoding, delimiter, decimal mark… */
  format: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Server and session zone the rows came from; every query of a file reads one snapshot. */
  source: z.record(z.string(), z.string()),
  counters,
  warnings: z.array(z.string()),
  /** Later than promised, or made up after an outage; absent: no. */
  late: z.boolean().optional(),
  /** Why the data may be incomplete: the window closed before a check was ready. */
  notReady: z.string().optional(),
  personalData: z.boolean(),
  builtAt: z.iso.datetime(),
  durationMs: z.number(),
  peakRssBytes: z.int(),
  builtBy: z.object({ version: z.string(), worker: z.string(), attempt: z.int() }),
});

export type Manifest = z.output<typeof manifestSchema>;
