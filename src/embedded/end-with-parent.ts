import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Ends a server of ours when this process is gone, however it went (a crash and kill -9 included): a shell waits on a
 * pipe that closes with this process, then ends the server. It goes away with the server, too.
 */
export function endWithParent(server: ChildProcess): void {
  const warden = spawn('sh', ['-c', 'read -r _; kill -TERM "$1"', 'warden', String(server.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  server.once('exit', () => warden.kill('SIGKILL'));
}
