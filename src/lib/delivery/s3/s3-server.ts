import type { TargetServer } from '../../config/target-server.ts';
import { isLoopback } from '../loopback.ts';
import { type AddressForm, parseServerUrl, refuseUrl } from '../server-url.ts';

/** A server of the S3 protocol as its setting names it. */
export interface S3Server {
  /** Name of the setting, for messages. */
  readonly setting: string;
  /** `https://…`, or `http://…` on this machine. */
  readonly endpoint: string;
  readonly region: string;
  /** Null: those of the machine's role, as the AWS SDK finds them. */
  readonly key: { readonly id: string; readonly secret: string } | null;
  /** The bucket is part of the path, not of the host's name. */
  readonly isPathStyle: boolean;
  /** File of the authorities to trust instead of the system's, PEM; null: the system's. */
  readonly caFile: string | null;
  /** Longest silence of the server, milliseconds. */
  readonly silenceMs: number;
}

const SILENCE_MS = 60_000;
const FORM: AddressForm = {
  protocol: 's3:',
  options: ['region', 'tls', 'ca'],
  words:
    '`s3://keyId:secret@s3.eu-west-3.amazonaws.com?region=eu-west-3` (no key: the machine’s role), with `&ca=file` for a private authority, or `&tls=none` on this machine alone',
};

/** Reads the address of an S3 server; throws SettingMissing or TargetMisdeclared. */
export function parseS3Url(server: Pick<TargetServer, 'setting' | 'url'> | null): S3Server {
  const { host, port, user, password, options } = parseServerUrl(server, FORM);
  const setting = server?.setting ?? '';
  const refuse = (got: string): never => refuseUrl({ setting }, FORM, got);
  const tls = options.get('tls');
  if (tls !== null && (tls !== 'none' || !isLoopback(host))) return refuse('tls=none for another machine');
  if ((user === '') !== (password === '')) return refuse('half a key');
  const authority = host.includes(':') ? `[${host}]` : host;
  return {
    setting,
    endpoint: `${tls === null ? 'https' : 'http'}://${authority}${port === null ? '' : `:${port}`}`,
    region: options.get('region') ?? 'us-east-1',
    key: user === '' ? null : { id: user, secret: password },
    isPathStyle: !host.endsWith('.amazonaws.com'),
    caFile: options.get('ca'),
    silenceMs: SILENCE_MS,
  };
}
