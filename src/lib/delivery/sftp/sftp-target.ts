import { withFile } from '../laid-file.ts';
import { layFile, tryRemoteFolder } from '../remote-folder.ts';
import { SftpFolder } from './sftp-folder.ts';
import type { SftpServer } from './sftp-server.ts';
import { withSftp } from './sftp-session.ts';
import { checkFailed, type Target } from '../target.ts';
import type { SftpSpec } from '../target-spec.ts';

/** Lays files into a folder of an SFTP server, each in a connection of its own, under a pinned host key. */
export function sftpTarget(name: string, spec: SftpSpec, server: SftpServer): Target {
  const where = `target ${name}`;
  const place = `sftp://${server.host}:${server.port}/${spec.path}`;
  return {
    name,
    kind: 'sftp',
    repeatable: true,
    async deliver(parcel, signal) {
      signal.throwIfAborted();
      const filed = withFile(name, parcel);
      return withSftp(where, server, signal, (sftp) =>
        layFile(new SftpFolder(sftp, where, spec.path), { where, place }, filed, signal),
      );
    },
    async check(signal) {
      try {
        await withSftp(where, server, signal, (sftp) =>
          tryRemoteFolder(new SftpFolder(sftp, where, spec.path), signal),
        );
        return { ok: true, detail: `${place} can be written` };
      } catch (error) {
        return checkFailed(error);
      }
    },
  };
}
