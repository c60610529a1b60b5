import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';

const secret = { secret: true } as const;
const port = z.coerce.number().int().min(0).max(65_535);
const redisUrl = z.url({ protocol: /^rediss?$/ });
const smtpUrl = z.url({ protocol: /^smtps?$/ });

/** One setting: its form, its default and what it is for. `.env.example` and the README's table are held equal to this by a test. */
interface SettingRule {
  readonly form: z.ZodType;
  /** Allowed form in words, for messages. */
  readonly expected: string;
  readonly about: string;
  /** As it would be written in the environment; absent: the setting is empty unless given. */
  readonly fallback?: string;
  /** May be given as <NAME>_FILE, the path of a file that holds it. */
  readonly secret?: boolean;
  readonly example?: string;
}

/** Every setting of Bordereau. SOURCE_<NAME>_URL is beside them: one for each source an operation names. */
export const settingRules = {
  REDIS_URL: {
    form: redisUrl,
    expected: 'redis://[user:password@]host:port or rediss://…',
    about: 'Redis that holds the queues; without it `start` and `demo` run a private one',
    example: 'redis://127.0.0.1:6379',
    ...secret,
  },
  QUEUE_PREFIX: {
    form: z.string().regex(/^\{[a-z0-9-]{1,40}\}$/),
    expected: 'a name in braces, such as {bordereau}',
    about: 'Prefix of every key in Redis; the braces keep them on one node of a cluster',
    fallback: '{bordereau}',
  },
  ARCHIVE_DIR: {
    form: z.string().min(1),
    expected: 'a folder',
    about: 'The archive: run records, files, manifests, receipts. Back this folder up',
    fallback: '.bordereau/archive',
  },
  EXPORTS_DIR: {
    form: z.string().min(1),
    expected: 'a folder',
    about: 'Compiled definitions, a folder for each operation; default: those of this project',
  },
  OUTBOX_DIR: {
    form: z.string().min(1),
    expected: 'a folder',
    about: 'Where mails are written as .eml files while SMTP_URL is not set',
    fallback: '.bordereau/outbox',
  },
  FOLDERS_DIR: {
    form: z.string().min(1),
    expected: 'a folder',
    about: 'The folder below which folder targets lie',
    fallback: '.bordereau/folders',
  },
  SMTP_URL: {
    form: smtpUrl,
    expected: 'smtp://[user:password@]host:port or smtps://…',
    about: 'Mail server; without it mails are written into OUTBOX_DIR',
    example: 'smtps://exports:secret@mail.bordereau.example:465',
    ...secret,
  },
  DKIM_RECORD: {
    form: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*\._domainkey(\.[a-z0-9-]+)+$/),
    expected: 'selector._domainkey.domain',
    about: 'Where the public key of DKIM_KEY is in the DNS, such as exports._domainkey.bordereau.example',
  },
  DKIM_KEY: {
    form: z.string().refine(isRsaKey),
    expected: 'an RSA private key of 1024 bits or more, PEM',
    about: 'Signs every mail (DKIM); without it and DKIM_RECORD mails are not signed',
    ...secret,
  },
  WORKER_CONCURRENCY: {
    form: z.coerce.number().int().min(1).max(16),
    expected: 'a whole number from 1 to 16',
    about: 'Files that one worker builds at the same time, beside one of the backlog',
    fallback: '2',
  },
  LOCK_DURATION_S: {
    form: z.coerce.number().int().min(2).max(600),
    expected: 'seconds, from 2 to 600',
    about:
      'How long a run stays with a worker that says nothing; a dead worker’s run is taken up within 1.5 times that',
    fallback: '60',
  },
  BOARD_HOST: {
    form: z.string().min(1),
    expected: 'a host name or address',
    about: 'Address the board listens on',
    fallback: '127.0.0.1',
  },
  BOARD_PORT: {
    form: port,
    expected: 'a port from 0 to 65535',
    about: 'Port the board listens on; 0 takes a free one',
    fallback: '3000',
  },
  BOARD_BEHIND_TLS: {
    form: z.enum(['yes', 'no']),
    expected: 'yes or no',
    about: 'yes: a proxy in front speaks https, so the cookie of the login travels over https only',
    fallback: 'no',
  },
  BOARD_OPERATOR_PASSWORD: {
    form: z.string().min(8),
    expected: 'at least 8 characters',
    about: 'Password of the user `operator`, who may act',
    ...secret,
  },
  BOARD_VIEWER_PASSWORD: {
    form: z.string().min(8),
    expected: 'at least 8 characters',
    about: 'Password of the user `viewer`, who may look; without it there is no such user',
    ...secret,
  },
  HEARTBEAT_DIR: {
    form: z.string().min(1),
    expected: 'a folder',
    about: 'Where worker and scheduler leave the heartbeat that `bordereau health` reads',
    fallback: '.bordereau/heartbeat',
  },
  SHUTDOWN_TIMEOUT_S: {
    form: z.coerce.number().int().min(5).max(3600),
    expected: 'seconds, from 5 to 3600',
    about: 'Longest time a shutdown may take; what is still being built then goes back into the queue',
    fallback: '30',
  },
  LOG_LEVEL: {
    form: z.enum(['error', 'warn', 'info', 'debug']),
    expected: 'error, warn, info or debug',
    about: 'Least level that is logged, as JSON lines on stderr',
    fallback: 'info',
  },
} as const satisfies Record<string, SettingRule>;

/** RFC 8301: no other algorithm that all receivers know, and no shorter key. */
function isRsaKey(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 1024;
  } catch {
    return false;
  }
}

export type SettingName = keyof typeof settingRules;
