import type { TargetServer } from '../../config/target-server.ts';
import { type AddressForm, parseServerUrl, refuseUrl } from '../server-url.ts';

/** An FTP server with explicit TLS (RFC 4217) as its setting names it. */
export interface FtpsServer {
  /** Name of the setting, for messages. */
  readonly setting: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** File of the authorities to trust instead of the system's, PEM; null: the system's. */
  readonly caFile: string | null;
  /** Longest silence of the server, milliseconds. */
  readonly silenceMs: number;
}

const SILENCE_MS = 60_000;
const FORM: AddressForm = {
  protocol: 'ftps:',
  options: ['ca'],
  words: '`ftps://user:password@host:21` (explicit TLS), with `?ca=file` for a private authority',
};

/** Reads the address of an FTPS server; throws SettingMissing or TargetMisdeclared. */
export function parseFtpsUrl(server: Pick<TargetServer, 'setting' | 'url'> | null): FtpsServer {
  const { host, port, user, password, options } = parseServerUrl(server, FORM);
  const setting = server?.setting ?? '';
  if (user === '' || password === '') return refuseUrl({ setting }, FORM, 'no login');
  return { setting, host, port: port ?? 21, user, password, caFile: options.get('ca'), silenceMs: SILENCE_MS };
}
