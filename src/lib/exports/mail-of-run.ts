import type { Manifest } from '../archive/manifest.ts';
import { parseRunId } from '../archive/run-id.ts';
import { defaultMailText } from '../delivery/mail-words.ts';
import type { ExportDefinition } from './definition.ts';
import type { MailText } from './mail-text.ts';
import { scopeOfInterval } from './run-scope.ts';

/** The words of the mail that carries a published file: the export's own, else the operation's language. */
export function mailOf(definition: ExportDefinition, manifest: Manifest): MailText {
  const scope = scopeOfInterval(definition, parseRunId(manifest.runId).intervalId);
  const context = {
    ...scope,
    title: manifest.title,
    fileName: manifest.file.name,
    rows: manifest.rows,
    revision: manifest.revision,
    attached: !isNote(definition, manifest),
    late: manifest.late ?? false,
    notReady: manifest.notReady ?? null,
  };
  return definition.export.mail(context) ?? defaultMailText(context, definition.operation.locale);
}

/** True when the file has no rows and the export then sends a note instead of it. */
export function isNote({ export: made }: ExportDefinition, { rows }: Manifest): boolean {
  return rows === 0 && made.expect.empty === 'note';
}

/** True when this target gets the text of the file as the body of a mail instead of the file. */
export function isInBody({ export: made, operation }: ExportDefinition, target: string): boolean {
  return made.format === 'text' && made.inBody && operation.targets[target]?.kind === 'mail';
}
