import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A TCP proxy that lets so many bytes of each client pass and then nothing, in no direction: the peer is gone without a word. */
export async function stallingProxy(target: number, afterBytes: number): Promise<{ readonly port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    let left = afterBytes;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    upstream.pipe(client);
    client.on('data', (bytes: Buffer) => {
      upstream.write(bytes.subarray(0, left));
      left -= bytes.length;
      if (left > 0) return;
      upstream.unpipe(client);
      upstream.pause();
      client.pause();
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
  return { port: address.port };
}
