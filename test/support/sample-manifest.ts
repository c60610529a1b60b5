import { createHash } from 'node:crypto';
import type { Manifest } from '../../src/lib/archive/manifest.ts';
import { noCounters } from '../../src/lib/formats/counters.ts';

/** A manifest for `content` in `fileName`, for tests that publish without building. */
export function manifestFor(runId: string, revision: number, fileName: string, content: string): Manifest {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return {
    version: 1,
    runId,
    revision,
    title: 'Test',
    interval: { id: '2013-07-25', from: null, to: null, zone: 'UTC' },
    file: { name: fileName, bytes: Buffer.byteLength(content), sha256, contentType: 'text/csv' },
    rows: 1,
    sheets: [{ name: '', rows: 1, columns: 1 }],
    tables: [{ name: '', rows: 1, columns: [{ header: 'a', kind: 'text' }], querySha256: null }],
    content: null,
    format: { format: 'csv' },
    source: {},
    counters: noCounters(),
    warnings: [],
    personalData: true,
    builtAt: '2013-07-26T04:00:00Z',
    durationMs: 1,
    peakRssBytes: 1,
    builtBy: { version: '0', worker: 'test', attempt: 1 },
  };
}
