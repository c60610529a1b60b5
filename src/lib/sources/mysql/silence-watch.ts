const LOOKS_PER_LIMIT = 4;

export interface SilenceWatchOptions {
  readonly limitMs: number;
  /** Bytes heard so far. */
  readonly heard: () => number;
  /** False while nothing is awaited: nobody asked, or our side is the slow one. */
  readonly listening: () => boolean;
  /** Called once a whole limit passed in silence; true when the silence is explained, and a new limit begins. */
  readonly explain: () => Promise<boolean>;
  readonly onSilence: () => void;
}

/**
 * Notices a server that says nothing. It looks a few times per limit and counts looks, not time, so that a process
 * that was itself stopped or blocked does not take its own pause for the server's.
 */
export function watchSilence({ limitMs, heard, listening, explain, onSilence }: SilenceWatchOptions): { stop(): void } {
  let before = heard();
  let quiet = 0;
  const look = (): void => {
    const now = heard();
    quiet = listening() && now === before ? quiet + 1 : 0;
    before = now;
    if (quiet < LOOKS_PER_LIMIT) return;
    clearInterval(timer);
    void explain().then((explained) => {
      if (stopped) return;
      if (!explained) return onSilence();
      quiet = 0;
      timer = setInterval(look, limitMs / LOOKS_PER_LIMIT);
    });
  };
  let stopped = false;
  let timer = setInterval(look, limitMs / LOOKS_PER_LIMIT);
  return {
    stop: () => {
      stopped = true;
      clearInterval(timer);
    },
  };
}
