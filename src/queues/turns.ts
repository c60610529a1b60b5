import type { RunId } from '../lib/archive/run-id.ts';
import { promptly } from './connection.ts';
import type { QueueSet } from './queue-set.ts';

/** The lock BullMQ holds for an attempt: gone when the job ends, and soon after its worker dies. */
export interface JobLock {
  readonly key: string;
  readonly token: string;
}

/** How long the turn is kept for the run it is passed to. */
const KEPT_MS = 10_000;

/**
 * A turn is a hash: the run that has it, and the lock it lasts as long as; without a lock it is kept for that run.
 * KEYS: the turn. ARGV: run, lock's key, lock's token. Gives the run that has the turn, false when it is now ours.
 */
const TAKE = `
local run, lock, token = unpack(redis.call('HMGET', KEYS[1], 'run', 'lock', 'token'))
local alive = lock and lock ~= '' and redis.call('GET', lock) == token and token ~= ARGV[3]
local kept = lock == '' and run ~= ARGV[1]
if alive or kept then return run end
redis.call('HSET', KEYS[1], 'run', ARGV[1], 'lock', ARGV[2], 'token', ARGV[3])
redis.call('PERSIST', KEYS[1])
return false
`;

/** KEYS: the turn. ARGV: lock's token, the run it is kept for or nothing, milliseconds. */
const PASS = `
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then return end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) return end
redis.call('HSET', KEYS[1], 'run', ARGV[2], 'lock', '', 'token', '')
redis.call('PEXPIRE', KEYS[1], ARGV[3])
`;

/**
 * Takes the turn of an export for as long as the lock lasts; null when it is ours, else the run that has it. What one
 * process takes no other can, and nobody needs to give back what a dead one had.
 */
export async function takeTurn(
  queues: QueueSet,
  exportId: string,
  run: RunId,
  { key, token }: JobLock,
): Promise<RunId | null> {
  // The script gives a run that it was given here, or nothing.
  return (await promptly(queues.redis.eval(TAKE, 1, turnKey(queues, exportId), run, key, token))) as RunId | null;
}

/** Gives the turn up, and keeps it a while for `next`; without effect when it is not ours. */
export async function passTurn(
  queues: QueueSet,
  exportId: string,
  { token }: JobLock,
  next: RunId | null,
): Promise<void> {
  await promptly(queues.redis.eval(PASS, 1, turnKey(queues, exportId), token, next ?? '', KEPT_MS));
}

function turnKey({ prefix }: QueueSet, exportId: string): string {
  return `${prefix}:turn:${exportId}`;
}
