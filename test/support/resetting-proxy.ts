import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A TCP proxy whose connections can all be broken off at once, with a reset. */
export interface ResettingProxy {
  readonly port: number;
  reset(): void;
  /** How many connections it broke off. */
  resets(): number;
}

export async function resettingProxy(target: number): Promise<ResettingProxy> {
  const clients = new Set<Socket>();
  let resets = 0;
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    clients.add(client);
    client.on('error', () => undefined);
    upstream.on('error', () => undefined);
    client.on('close', () => {
      clients.delete(client);
      upstream.destroy();
    });
    upstream.on('close', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  const reset = (): void => {
    for (const client of clients) {
      client.resetAndDestroy();
      resets++;
    }
  };
  onTestFinished(async () => {
    reset();
    await new Promise((resolve) => server.close(resolve));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, reset, resets: () => resets };
}
