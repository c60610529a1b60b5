import { endAfterAbort } from '../end-after-abort.ts';
import { FtpsFolder } from './ftps-folder.ts';
import type { FtpsServer } from './ftps-server.ts';
import { withFile } from '../laid-file.ts';
import { layFile, tryRemoteFolder } from '../remote-folder.ts';
import { checkFailed, type Target } from '../target.ts';
import type { FtpsSpec } from '../target-spec.ts';

/** Lays files into a folder of an FTP server, over explicit TLS alone, each in a connection of its own. */
export function ftpsTarget(name: string, spec: FtpsSpec, server: FtpsServer): Target {
  const where = `target ${name}`;
  const place = `ftps://${server.host}:${server.port}/${spec.path}`;
  return {
    name,
    kind: 'ftps',
    repeatable: true,
    async deliver(parcel, signal) {
      signal.throwIfAborted();
      const filed = withFile(name, parcel);
      return inFolder(signal, (folder) => layFile(folder, { where, place }, filed, signal));
    },
    async check(signal) {
      try {
        await inFolder(signal, (folder) => tryRemoteFolder(folder, signal));
        return { ok: true, detail: `${place} can be written` };
      } catch (error) {
        return checkFailed(error);
      }
    },
  };

  async function inFolder<Result>(signal: AbortSignal, use: (folder: FtpsFolder) => Promise<Result>): Promise<Result> {
    // Loaded when the first file goes out: commands that deliver nothing need not wait for it.
    const { Client } = await import('basic-ftp');
    const client = new Client(server.silenceMs);
    const over = new AbortController();
    const session = async (): Promise<Result> => {
      const folder = new FtpsFolder(client, where, server, spec.path);
      await folder.enter();
      return use(folder);
    };
    try {
      return await Promise.race([endAfterAbort(signal, over.signal), session()]);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      over.abort();
      client.close();
    }
  }
}
