import type { Manifest } from '../archive/manifest.ts';
import { parseRunId } from '../archive/run-id.ts';
import { blocksOf, htmlBody } from '../delivery/mail-body.ts';
import { defaultMailText, mailBody } from '../delivery/mail-words.ts';
import type { MailBody } from '../delivery/target.ts';
import type { ExportDefinition } from './definition.ts';
import { scopeOfInterval } from './run-scope.ts';

/**
 * The words of the mail that carries a published file under the name `fileName`, or says `where` it is, as text and as
 * HTML: the export's own, else the operation's language.
 */
export function mailOf(
  definition: ExportDefinition,
  manifest: Manifest,
  fileName = manifest.file.name,
  where: string | null = null,
): MailBody {
  const scope = scopeOfInterval(definition, parseRunId(manifest.runId).intervalId);
  const context = {
    ...scope,
    title: manifest.title,
    fileName,
    rows: manifest.rows,
    revision: manifest.revision,
    attached: !isNote(definition, manifest),
    where,
    late: manifest.late ?? false,
    notReady: manifest.notReady ?? null,
  };
  const { locale } = definition.operation;
  const own = definition.export.mail(context);
  if (own === null) return defaultMailText(context, locale);
  const blocks = blocksOf(own.text);
  if (where === null || own.text.includes(where)) return { ...own, html: htmlBody(locale, own.subject, blocks) };
  return mailBody(own.subject, [...blocks, { kind: 'place', where }], locale);
}

/** True when the file has no rows and the export then sends a note instead of it. */
export function isNote({ export: made }: ExportDefinition, { rows }: Manifest): boolean {
  return rows === 0 && made.expect.empty === 'note';
}

/** True when this target gets the text of the file as the body of a mail instead of the file. */
export function isInBody({ export: made, operation }: ExportDefinition, target: string): boolean {
  return made.format === 'text' && made.inBody && operation.targets[target]?.kind === 'mail';
}
