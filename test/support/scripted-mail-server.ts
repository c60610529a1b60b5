import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** What a scripted server does at a line instead of its usual reply; `silent` keeps the connection and says nothing more. */
export type Deed = 'silent' | 'hang up' | { readonly reply: string };

export interface ScriptedMailServer {
  readonly port: number;
  /** Every line of every client, in order. */
  readonly lines: readonly string[];
}

/** An SMTP server without TLS that says yes to everything and does something else at the first line that begins with `at`. */
export async function scriptedMailServer(at: string, deed: Deed): Promise<ScriptedMailServer> {
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let mute = at === '';
    let inMessage = false;
    if (!mute) socket.write('220 ready\r\n');
    createInterface(socket).on('line', (line) => {
      lines.push(line);
      if (mute) return;
      if (line.startsWith(at)) {
        if (deed === 'hang up') socket.destroy();
        else if (deed === 'silent') mute = true;
        else socket.write(`${deed.reply}\r\n`);
        return;
      }
      if (line === '.') inMessage = false;
      else if (inMessage) return;
      if (line === 'DATA') inMessage = true;
      socket.write(line === 'DATA' ? '354 go on\r\n' : '250 yes\r\n');
    });
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port was given');
  return { port: address.port, lines };
}
