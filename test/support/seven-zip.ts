import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What 7-Zip says of the one entry of an archive. */
export async function listZip(path: string): Promise<string> {
  return (await run('7zz', ['l', '-slt', path])).stdout;
}

/** The content of the one entry, as 7-Zip reads it with this password; rejects with another. */
export async function openZip(path: string, password: string): Promise<Buffer> {
  const options = { encoding: 'buffer', maxBuffer: 256 * 1024 * 1024 } as const;
  return (await run('7zz', ['x', '-so', `-p${password}`, path], options)).stdout;
}
