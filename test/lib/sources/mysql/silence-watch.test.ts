import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchSilence } from '../../../../src/lib/sources/mysql/silence-watch.ts';

describe('watchSilence', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function watched(): {
    state: { heard: number; listening: boolean; explained: boolean };
    onSilence: () => void;
    stop: () => void;
  } {
    const state = { heard: 0, listening: true, explained: false };
    const onSilence = vi.fn();
    const watch = watchSilence({
      limitMs: 1_000,
      heard: () => state.heard,
      listening: () => state.listening,
      explain: () => Promise.resolve(state.explained),
      onSilence,
    });
    return { state, onSilence, stop: () => watch.stop() };
  }

  it('tells of a whole limit of silence, once', async () => {
    const { onSilence } = watched();
    await vi.advanceTimersByTimeAsync(999);
    expect(onSilence).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onSilence).toHaveBeenCalledTimes(1);
  });

  it('begins again at every byte', async () => {
    const { state, onSilence, stop } = watched();
    for (let step = 0; step < 20; step++) {
      state.heard++;
      await vi.advanceTimersByTimeAsync(900);
    }
    expect(onSilence).not.toHaveBeenCalled();
    stop();
  });

  it('does not count while nothing is awaited', async () => {
    const { state, onSilence, stop } = watched();
    state.listening = false;
    await vi.advanceTimersByTimeAsync(10_000);
    state.listening = true;
    await vi.advanceTimersByTimeAsync(900);
    expect(onSilence).not.toHaveBeenCalled();
    stop();
  });

  it('goes on as long as the silence is explained', async () => {
    const { state, onSilence } = watched();
    state.explained = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onSilence).not.toHaveBeenCalled();
    state.explained = false;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(onSilence).toHaveBeenCalledTimes(1);
  });

  it('says nothing after it was stopped', async () => {
    const { onSilence, stop } = watched();
    await vi.advanceTimersByTimeAsync(900);
    stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onSilence).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
