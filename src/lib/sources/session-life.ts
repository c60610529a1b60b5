import { SourceSessionMisused, SourceTimeExceeded } from '../errors/source-errors.ts';

/**
 * Whether a session may go on. It ends once, for the first reason that comes: the caller's abort, the spent budget, a
 * lost connection, or its being closed. Whoever waits for the source listens to `signal`, whose reason is that error.
 */
export class SessionLife {
  readonly #where: string;
  readonly #end = new AbortController();
  readonly #caller: AbortSignal;
  readonly #budget: NodeJS.Timeout;
  readonly #onCallerAbort = (): void => this.end(this.#caller.reason);

  constructor(where: string, caller: AbortSignal, totalTimeoutMs: number) {
    this.#where = where;
    this.#caller = caller;
    this.#budget = setTimeout(() => this.end(budgetSpent(where, totalTimeoutMs)), totalTimeoutMs);
    caller.addEventListener('abort', this.#onCallerAbort, { once: true });
    if (caller.aborted) this.#onCallerAbort();
  }

  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** Ends the session with an error; later reasons are ignored. */
  end(reason: unknown): void {
    clearTimeout(this.#budget);
    this.#caller.removeEventListener('abort', this.#onCallerAbort);
    this.#end.abort(reason);
  }

  /** Ends the session in peace: using it afterwards is a mistake of the caller. */
  close(): void {
    this.end(new SourceSessionMisused({ where: this.#where, got: 'a use of the session after its end' }));
  }

  /** Waits for what `start` begins, or for the end of the session if that comes first; not begun after the end. */
  async during<T>(start: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    let onEnd = (): void => {};
    const end = new Promise<never>((_, reject) => {
      onEnd = () => reject(this.signal.reason);
      this.signal.addEventListener('abort', onEnd, { once: true });
    });
    try {
      return await Promise.race([start(), end]);
    } finally {
      this.signal.removeEventListener('abort', onEnd);
    }
  }
}

function budgetSpent(where: string, totalTimeoutMs: number): SourceTimeExceeded {
  return new SourceTimeExceeded({
    where,
    got: `a session longer than its budget of ${totalTimeoutMs} ms`,
    next: 'Make the query lighter or give the export more time.',
  });
}
