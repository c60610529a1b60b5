import { parentPort, workerData } from 'node:worker_threads';
import { BordereauError } from '../errors/bordereau-error.ts';
import type { ProofOrder, ProofReply } from './proof-messages.ts';
import { readBack } from './read-back.ts';

/** The thread of a proof: one order in, one reply out. */
async function reply(order: ProofOrder): Promise<ProofReply> {
  try {
    return { proof: await readBack(order) };
  } catch (error) {
    if (error instanceof BordereauError) return { failed: { code: error.code, details: error.details } };
    throw error;
  }
}

parentPort?.postMessage(await reply(workerData));
