import { randomBytes } from 'node:crypto';
import type { Clock } from '../lib/clock.ts';
import type { Role } from './role.ts';

const MINUTE_MS = 60_000;
const IDLE_MS = 30 * MINUTE_MS;
const LONGEST_MS = 12 * 60 * MINUTE_MS;

/** Somebody who is logged in. */
export interface Session {
  readonly id: string;
  readonly role: Role;
}

/** Who is logged in, kept in this process alone: a restart logs everyone out. */
export interface Sessions {
  open(role: Role): Session;
  /** The session of this id, unless it was closed, unused for 30 minutes or 12 hours old. */
  find(id: string | undefined): Session | null;
  close(id: string): void;
}

export function createSessions(clock: Pick<Clock, 'monotonicMs'>): Sessions {
  const open = new Map<string, { session: Session; openedMs: number; usedMs: number }>();
  const isOver = ({ openedMs, usedMs }: { openedMs: number; usedMs: number }, now: number): boolean =>
    now - usedMs > IDLE_MS || now - openedMs > LONGEST_MS;
  return {
    open(role) {
      const now = clock.monotonicMs();
      for (const [id, entry] of open) if (isOver(entry, now)) open.delete(id);
      const session = { id: randomBytes(32).toString('base64url'), role };
      open.set(session.id, { session, openedMs: now, usedMs: now });
      return session;
    },
    find(id) {
      const entry = open.get(id ?? '');
      if (entry === undefined) return null;
      const now = clock.monotonicMs();
      if (isOver(entry, now)) {
        open.delete(entry.session.id);
        return null;
      }
      entry.usedMs = now;
      return entry.session;
    },
    close: (id) => void open.delete(id),
  };
}
