import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy that breaks each connection off, or passes nothing any more, after a number of bytes from the server. */
export interface CuttingProxy {
  readonly port: number;
  /** Bytes from the server that it let pass, over all connections. */
  passed(): number;
  close(): Promise<void>;
}

export async function cuttingProxy(
  target: number,
  afterBytes: number,
  manner: 'reset' | 'end' | 'silence',
): Promise<CuttingProxy> {
  let passed = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: target, host: '127.0.0.1', noDelay: true });
    let left = afterBytes;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    client.pipe(upstream);
    upstream.on('data', (bytes: Buffer) => {
      const part = bytes.subarray(0, left);
      left -= part.length;
      passed += part.length;
      if (!client.write(part)) {
        upstream.pause();
        client.once('drain', () => upstream.resume());
      }
      if (left > 0) return;
      if (manner === 'silence') {
        upstream.pause();
        client.unpipe(upstream).pause();
        return;
      }
      upstream.destroy();
      if (manner === 'reset') client.resetAndDestroy();
      else client.end();
    });
    upstream.on('close', () => client.end());
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    port,
    passed: () => passed,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
