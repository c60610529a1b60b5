import { describe, expect, it } from 'vitest';
import { createSessions } from '../../src/board/sessions.ts';

const MINUTE_MS = 60_000;

function withClock() {
  let now = 0;
  const sessions = createSessions({ monotonicMs: () => now });
  return { sessions, wait: (minutes: number) => void (now += minutes * MINUTE_MS) };
}

describe('sessions', () => {
  it('end after 30 minutes without use, and not before', () => {
    const { sessions, wait } = withClock();
    const { id } = sessions.open('viewer');
    wait(30);
    expect(sessions.find(id)).toEqual({ id, role: 'viewer' });
    wait(30);
    expect(sessions.find(id)).not.toBeNull();
    wait(30.01);
    expect(sessions.find(id)).toBeNull();
  });

  it('end after 12 hours however much they are used', () => {
    const { sessions, wait } = withClock();
    const { id } = sessions.open('operator');
    for (let minutes = 0; minutes < 12 * 60; minutes += 20) {
      expect(sessions.find(id)).not.toBeNull();
      wait(20);
    }
    wait(1);
    expect(sessions.find(id)).toBeNull();
  });

  it('end when closed, one at a time', () => {
    const { sessions } = withClock();
    const [first, second] = [sessions.open('operator'), sessions.open('operator')];
    sessions.close(first.id);
    expect(sessions.find(first.id)).toBeNull();
    expect(sessions.find(second.id)).not.toBeNull();
  });

  it('are not found by nothing', () => {
    expect(withClock().sessions.find(undefined)).toBeNull();
    expect(withClock().sessions.find('')).toBeNull();
  });
});
