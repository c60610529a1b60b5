import { z } from 'zod';
import { readDocument } from './documents.ts';
import { layout } from './layout.ts';

const exportFactsSchema = z.object({ version: z.literal(1), firstSeen: z.iso.datetime() });
export type ExportFacts = z.output<typeof exportFactsSchema>;

/** What an archive remembers of an export; null for one it has not seen. Throws ArchiveDamaged. */
export async function readExportFacts(root: string, exportId: string): Promise<ExportFacts | null> {
  return await readDocument(layout.exportFacts(root, exportId), exportFactsSchema);
}
