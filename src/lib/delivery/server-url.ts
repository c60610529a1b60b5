import { isIP } from 'node:net';
import type { TargetServer } from '../config/target-server.ts';
import { TargetMisdeclared } from '../errors/delivery-errors.ts';
import { SettingMissing } from '../errors/settings-errors.ts';

/** The form of the addresses of one kind of server. */
export interface AddressForm {
  /** Such as `sftp:`. */
  readonly protocol: string;
  /** Options that may stand after the question mark. */
  readonly options: readonly string[];
  /** The whole form in words, for messages. */
  readonly words: string;
}

/** The parts of an address, decoded; what is not given is empty. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number | null;
  readonly user: string;
  readonly password: string;
  readonly options: URLSearchParams;
}

/** Reads TARGET_<OPERATION>_<NAME>_URL; throws SettingMissing or TargetMisdeclared, never repeating what may hold a password. */
export function parseServerUrl(server: Pick<TargetServer, 'setting' | 'url'> | null, form: AddressForm): ServerAddress {
  if (server === null || server.url === null) {
    throw new SettingMissing({
      where: server?.setting ?? 'TARGET_<OPERATION>_<NAME>_URL',
      got: 'nothing',
      expected: form.words,
    });
  }
  const refuse = (got: string): never => refuseUrl(server, form, got);
  const url = URL.canParse(server.url) ? new URL(server.url) : refuse('another form');
  if (url.protocol !== form.protocol || url.hostname === '') return refuse('another form');
  const unknown = [...url.searchParams.keys()].filter((key) => !form.options.includes(key));
  if (unknown.length > 0 || url.hash !== '' || !['', '/'].includes(url.pathname)) return refuse('an unknown option');
  try {
    return {
      host: isIP(url.hostname.replace(/^\[|\]$/g, '')) === 6 ? url.hostname.slice(1, -1) : url.hostname,
      port: url.port === '' ? null : Number(url.port),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      options: url.searchParams,
    };
  } catch {
    return refuse('a name or password that is not percent-encoded');
  }
}

/** Throws what is wrong with an address, without the address. */
export function refuseUrl({ setting }: Pick<TargetServer, 'setting'>, { words }: AddressForm, got: string): never {
  throw new TargetMisdeclared({ where: setting, got, expected: words });
}
