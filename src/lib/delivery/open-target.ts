import type { TargetServer } from '../config/target-server.ts';
import type { DkimKey } from './mail/dkim.ts';
import { folderTarget } from './folder/folder-target.ts';
import { parseFtpsUrl } from './ftps/ftps-server.ts';
import { ftpsTarget } from './ftps/ftps-target.ts';
import { outboxTarget } from './mail/outbox-target.ts';
import { oneByOne, type SmtpConnections } from './mail/smtp-pool.ts';
import { withPlaceOptions } from './place-options.ts';
import { parseSmtpUrl } from './mail/smtp-server.ts';
import { smtpTarget } from './mail/smtp-target.ts';
import { parseS3Url } from './s3/s3-server.ts';
import { s3Target } from './s3/s3-target.ts';
import { parseSftpUrl } from './sftp/sftp-server.ts';
import { sftpTarget } from './sftp/sftp-target.ts';
import { parseWebhook } from './webhook/webhook-server.ts';
import { webhookTarget } from './webhook/webhook-target.ts';
import type { Target } from './target.ts';
import type { MailSpec, TargetSpec } from './target-spec.ts';

/** The settings targets need, absolute paths. */
export interface TargetPlaces {
  /** Where mails are written as .eml files while no mail server is set. */
  readonly outboxDir: string;
  /** The folder that folder targets lie below. */
  readonly foldersDir: string;
  /** `smtp://` or `smtps://`; null: mails go to the outbox. */
  readonly smtpUrl: string | null;
  readonly dkim: DkimKey | null;
  /** Absent: each mail opens a connection of its own. */
  readonly smtpConnections?: SmtpConnections;
}

/**
 * The adapter for a declared target, whose own server is `server` (null: it needs none). Throws TargetMisdeclared when the
 * declaration or the settings cannot work.
 */
export function openTarget(name: string, spec: TargetSpec, places: TargetPlaces, server: TargetServer | null): Target {
  const target = openAdapter(name, spec, places, server);
  return spec.kind === 'mail' || spec.kind === 'webhook' ? target : withPlaceOptions(target, spec);
}

function openAdapter(name: string, spec: TargetSpec, places: TargetPlaces, server: TargetServer | null): Target {
  switch (spec.kind) {
    case 'folder':
      return folderTarget(name, spec, places.foldersDir);
    case 'mail':
      return mailTarget(name, spec, places);
    case 'ftps':
      return ftpsTarget(name, spec, parseFtpsUrl(server));
    case 's3':
      return s3Target(name, spec, parseS3Url(server));
    case 'webhook':
      return webhookTarget(name, parseWebhook(server));
    case 'sftp':
      return sftpTarget(name, spec, parseSftpUrl(server));
  }
}

function mailTarget(name: string, spec: MailSpec, places: TargetPlaces): Target {
  const { smtpUrl, smtpConnections: connections = oneByOne, dkim, outboxDir } = places;
  if (smtpUrl === null) return outboxTarget(name, spec, outboxDir);
  return smtpTarget(name, spec, { server: parseSmtpUrl(smtpUrl), connections, dkim });
}
