import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp-folder.ts';

const run = promisify(execFile);
const LARGEST = 256 * 1024 * 1024;

/** Somebody with GnuPG: a key pair of their own, and what they can do with it. */
export interface GnuPgUser {
  /** The public key, armored, as they would send it. */
  readonly publicKey: string;
  readonly fingerprint: string;
  decrypt(path: string): Promise<Buffer>;
}

/** Makes a key pair with GnuPG's defaults; it goes away with the test. */
export async function gnuPgUser(): Promise<GnuPgUser> {
  const home = await tempFolder();
  const gpg = async (...args: string[]): Promise<Buffer> => {
    const options = { encoding: 'buffer', maxBuffer: LARGEST } as const;
    return (await run('gpg', ['--homedir', home, '--batch', '--quiet', ...args], options)).stdout;
  };
  onTestFinished(async () => void (await run('gpgconf', ['--homedir', home, '--kill', 'all'])));
  const unprotected = ['--passphrase', '', '--pinentry-mode', 'loopback'];
  await gpg(...unprotected, '--quick-gen-key', 'Réception <reception@client.example>', 'default', 'default', '1y');
  const listing = (await gpg('--list-keys', '--with-colons')).toString();
  return {
    publicKey: (await gpg('--armor', '--export')).toString(),
    fingerprint: /^fpr:+([0-9A-F]{40}):/m.exec(listing)?.[1] ?? '',
    decrypt: async (path) => await gpg(...unprotected, '--decrypt', path),
  };
}
