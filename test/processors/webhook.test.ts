import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { runInline } from '../../src/commands/run-inline.ts';
import { asRunId } from '../../src/lib/archive/run-id.ts';
import { webhook } from '../../src/lib/delivery/target-spec.ts';
import { findExport } from '../../src/lib/exports/loading/load-registry.ts';
import { askFor } from '../support/ask.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';

test('a run tells the receiver of a webhook about its file, its rows and its interval', async () => {
  const notices: unknown[] = [];
  const receiver = createServer((request, response) => {
    void json(request).then((notice) => notices.push(notice) && response.writeHead(204).end());
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void receiver.close());
  await once(receiver, 'listening');
  const { port } = z.object({ port: z.number() }).parse(receiver.address());
  const engine = await loadShop({
    ...(await shopEnvironment()),
    TARGET_SHOP_SHARE_URL: `http://127.0.0.1:${port}/`,
    TARGET_SHOP_SHARE_SECRET: `whsec_${Buffer.alloc(32, 'x').toString('base64')}`,
  });
  const definition = findExport(engine.registry, 'shop/orders');
  const operation = { ...definition.operation, targets: { ...definition.operation.targets, share: webhook() } };
  const registry = new Map([[definition.id, { ...definition, operation }]]);

  const [report] = await runInline([askFor(engine, 'shop/orders')], { ...engine, registry });

  expect(report).toMatchObject({ state: 'delivered' });
  const manifest = await engine.archive.manifest(asRunId('shop/orders/2013-07-25'), 1);
  expect(manifest?.rows).toBeGreaterThan(0);
  expect(notices).toMatchObject([
    {
      data: {
        run: 'shop/orders/2013-07-25',
        rows: manifest?.rows,
        interval: { from: '2013-07-25T00:00:00+00:00', to: '2013-07-26T00:00:00+00:00' },
        file: { name: 'commandes_20130725.csv', sha256: manifest?.file.sha256 },
      },
    },
  ]);
});
