import type { TargetServer } from '../../config/target-server.ts';
import { type AddressForm, parseServerUrl, refuseUrl } from '../server-url.ts';

/** An SFTP server as its setting names it. */
export interface SftpServer {
  /** Name of the setting, for messages. */
  readonly setting: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** The login's password or, where there is a key, what opens the key; empty: none. */
  readonly password: string;
  /** File of the private key; null: the password logs in. */
  readonly keyFile: string | null;
  /** Fingerprints of the host keys that are accepted, `SHA256:…` as ssh-keygen shows them; never empty. */
  readonly hostKeys: readonly string[];
  /** Longest silence of the server, milliseconds. */
  readonly silenceMs: number;
}

const SILENCE_MS = 60_000;
const FORM: AddressForm = {
  protocol: 'sftp:',
  options: ['hostKey', 'key'],
  words:
    '`sftp://user:password@host:22?hostKey=SHA256:…` (as `ssh-keyscan host | ssh-keygen -lf -` shows it), with `&key=file` for a private key',
};

/** Reads the address of an SFTP server; throws SettingMissing or TargetMisdeclared. */
export function parseSftpUrl(server: Pick<TargetServer, 'setting' | 'url'> | null): SftpServer {
  const { host, port, user, password, options } = parseServerUrl(server, FORM);
  const setting = server?.setting ?? '';
  // A plus sign, which fingerprints may have, is read as a space in a URL's options.
  const hostKeys = options.getAll('hostKey').map((fingerprint) => fingerprint.replaceAll(' ', '+'));
  const refuse = (got: string): never => refuseUrl({ setting }, FORM, got);
  if (hostKeys.length === 0) return refuse('no host key');
  if (!hostKeys.every((fingerprint) => /^SHA256:[A-Za-z0-9+/]{43}$/.test(fingerprint))) {
    return refuse('a host key that is no SHA256 fingerprint');
  }
  const keyFile = options.get('key');
  if (user === '' || (password === '' && keyFile === null)) return refuse('no login');
  return { setting, host, port: port ?? 22, user, password, keyFile, hostKeys, silenceMs: SILENCE_MS };
}
