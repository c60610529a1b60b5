import type { Worker } from 'node:worker_threads';
import { ProofFailed } from '../errors/format-errors.ts';
import { startWorker } from '../workers/start-worker.ts';
import type { Expectation, FileShape, Proof } from './proof.ts';
import { errorOf, type ProofOrder, type ProofReply } from './proof-messages.ts';
import { stoppedBy } from './unless-stopped.ts';

/** What is read is garbage at once: collected young, it does not pile up with the size of the file. */
const NURSERY_MB = 12;

/** A proof under way in a thread of its own. */
export interface RunningProof {
  /**
   * The file is complete: reads what is left of it and holds it to the expectation. Rejects with ProofFailed when the
   * file is malformed or rows read, rows written and rows proved differ; with FileFault when it cannot be read.
   */
  finish(expected: Expectation): Promise<Proof>;
  /** Ends the thread; safe at any time, also twice. */
  stop(): Promise<void>;
}

/**
 * Starts to read the file at `path` back, independently of its writer and while it still grows: what is
 * written must stay, but for the headers of a workbook's archive. Its sha256 and its rows come from the bytes in the file.
 */
export function startProof(path: string, shape: FileShape, signal: AbortSignal): RunningProof {
  const finished = new Int32Array(new SharedArrayBuffer(4));
  const order: ProofOrder = { path, shape, finished };
  const worker = startWorker(import.meta.url, './proof-worker', {
    workerData: order,
    resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MB },
  });
  const proof = proofFrom(worker, signal);
  proof.catch(() => {});
  const stop = async (): Promise<void> => void (await worker.terminate());
  const finish = async (expected: Expectation): Promise<Proof> => {
    Atomics.store(finished, 0, 1);
    try {
      return holdTo(await proof, expected);
    } finally {
      await stop();
    }
  };
  return { finish, stop };
}

/** Proves a file that is complete. */
export async function proveFile(
  path: string,
  shape: FileShape,
  expected: Expectation,
  signal: AbortSignal,
): Promise<Proof> {
  return startProof(path, shape, signal).finish(expected);
}

function proofFrom(worker: Worker, signal: AbortSignal): Promise<Proof> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(stoppedBy(signal));
      void worker.terminate();
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
    worker.once('message', (reply: ProofReply) => ('proof' in reply ? resolve(reply.proof) : reject(errorOf(reply))));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', onAbort);
      reject(new ProofFailed({ where: 'proof', got: `the end of its thread with code ${code}`, expected: 'a reply' }));
    });
  });
}

/** Rows read = rows written = rows proved, sheet by sheet (design.md, principle 4). */
function holdTo(proof: Proof, { rowsRead, sheets }: Expectation): Proof {
  const written = sheets.map(({ rows }) => rows);
  const proved = proof.sheets.map(({ rows }) => rows);
  const total = written.reduce((sum, rows) => sum + rows, 0);
  if (total === rowsRead && written.join() === proved.join()) return proof;
  throw new ProofFailed({
    where: 'the finished file',
    got: `${rowsRead} rows read, ${written.join(' + ')} written, ${proved.join(' + ')} proved`,
    expected: 'the same number three times',
    next: 'The file is not published; the run is tried again.',
  });
}
