import type { Manifest } from '../../archive/manifest.ts';
import { parseRunId } from '../../archive/run-id.ts';
import { blocksOf, htmlBody } from '../../delivery/mail/mail-body.ts';
import { defaultMailText, mailBody } from '../../delivery/mail/mail-words.ts';
import type { Encryption } from '../../delivery/encryption/encryption.ts';
import type { MailBody } from '../../delivery/target.ts';
import type { ExportDefinition } from '../definition.ts';
import type { MailContext } from '../mail-text.ts';
import { scopeOfInterval } from './run-scope.ts';

/** The file as the recipients of a mail get it. */
export interface SentFile {
  readonly fileName: string;
  /** Where it is, when it is not in the mail. */
  readonly where: string | null;
  readonly encrypt: Encryption | null;
}

/**
 * The words of the mail that carries a published file, or says where it is, as text and as HTML: the export's own, else
 * the operation's language. `sent`: how the file differs from the published one.
 */
export function mailOf(definition: ExportDefinition, manifest: Manifest, sent: Partial<SentFile> = {}): MailBody {
  const { fileName = manifest.file.name, where = null, encrypt = null } = sent;
  const scope = scopeOfInterval(definition, parseRunId(manifest.runId).intervalId);
  const context = {
    ...scope,
    title: manifest.title,
    fileName,
    rows: manifest.rows,
    revision: manifest.revision,
    attached: !isNote(definition, manifest),
    where,
    opensWith: opensWith(definition, encrypt),
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

function opensWith({ export: made }: ExportDefinition, encrypt: Encryption | null): MailContext['opensWith'] {
  if (encrypt?.kind === 'openpgp') return 'openpgp';
  return encrypt === null && made.password === null ? null : 'password';
}

/** True when the file has no rows and the export then sends a note instead of it. */
export function isNote({ export: made }: ExportDefinition, { rows }: Manifest): boolean {
  return rows === 0 && made.expect.empty === 'note';
}

/** True when this target gets the text of the file as the body of a mail instead of the file. */
export function isInBody({ export: made, operation }: ExportDefinition, target: string): boolean {
  return made.format === 'text' && made.inBody && operation.targets[target]?.kind === 'mail';
}
