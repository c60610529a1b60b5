import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startWorker } from '../../../src/lib/workers/start-worker.ts';

test('a worker written in TypeScript runs from source and imports other sources', async () => {
  const worker = startWorker(import.meta.url, './fixtures/answering-worker', { workerData: 3 });
  const [message] = await once(worker, 'message');
  await worker.terminate();
  expect(message).toMatchObject({ zeroDates: 3, unmappable: 0 });
});

test('a compiled worker runs without tsx', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'bordereau-worker-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const code = "import { parentPort, workerData } from 'node:worker_threads';\nparentPort.postMessage(workerData);\n";
  await writeFile(join(dir, 'echo.js'), code);
  await writeFile(join(dir, 'package.json'), '{"type":"module"}');
  const worker = startWorker(pathToFileURL(join(dir, 'caller.js')).href, './echo', {
    workerData: 'built',
    execArgv: [],
  });
  const [message] = await once(worker, 'message');
  await worker.terminate();
  expect(message).toBe('built');
});
