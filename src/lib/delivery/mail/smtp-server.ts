import { isIP } from 'node:net';
import { TargetMisdeclared } from '../../errors/delivery-errors.ts';

/** A mail server as the setting SMTP_URL names it. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** `starttls` and `tls` send nothing before the connection is encrypted and its certificate checked. */
  readonly encryption: 'starttls' | 'tls' | 'none';
  readonly login: { readonly user: string; readonly password: string } | null;
  /** File of the authorities to trust instead of the system's, PEM; null: the system's. */
  readonly caFile: string | null;
  /** Longest time to connect, encrypt and log in, milliseconds. */
  readonly setUpMs: number;
  /** Longest silence of the server, milliseconds. RFC 5321 (4.5.3.2.6) asks for 10 minutes after the last byte. */
  readonly silenceMs: number;
}

const SET_UP_MS = 60 * 1000;
const SILENCE_MS = 10 * 60 * 1000;
const FORM =
  '`smtp://user:password@host:587` (STARTTLS required), `smtps://…:465` (TLS), with `?ca=file` for a private authority, or `smtp://host?tls=none` without a password';

/** Reads SMTP_URL; throws TargetMisdeclared without repeating what may hold a password. */
export function parseSmtpUrl(text: string): SmtpServer {
  const url = URL.canParse(text) ? new URL(text) : null;
  const unknown = [...(url?.searchParams.keys() ?? [])].filter((key) => key !== 'tls' && key !== 'ca');
  if (url === null || url.hostname === '' || unknown.length > 0) throw misdeclared('another form');
  const server = {
    host: isIP(url.hostname.replace(/^\[|\]$/g, '')) === 6 ? url.hostname.slice(1, -1) : url.hostname,
    encryption: encryptionOf(url),
    login: url.username === '' ? null : { user: decode(url.username), password: decode(url.password) },
    caFile: url.searchParams.get('ca'),
    setUpMs: SET_UP_MS,
    silenceMs: SILENCE_MS,
  };
  if (server.login !== null && server.encryption === 'none') throw misdeclared('a password without encryption');
  return { ...server, port: url.port === '' ? DEFAULT_PORTS[server.encryption] : Number(url.port) };
}

const DEFAULT_PORTS = { starttls: 587, tls: 465, none: 25 } as const;

function encryptionOf(url: URL): SmtpServer['encryption'] {
  const wish = url.searchParams.get('tls');
  if (url.protocol === 'smtps:' && wish === null) return 'tls';
  if (url.protocol === 'smtp:' && wish === null) return 'starttls';
  if (url.protocol === 'smtp:' && wish === 'none') return 'none';
  throw misdeclared('an unknown protocol or tls option');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw misdeclared('a name or password that is not percent-encoded');
  }
}

function misdeclared(got: string): TargetMisdeclared {
  return new TargetMisdeclared({ where: 'SMTP_URL', got, expected: FORM });
}
