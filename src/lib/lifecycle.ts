/** Gives back what was acquired, last in first out; idempotent, and works when start-up fails half-way. */
export interface Releasers {
  /** Remembers how to give something back. */
  push(name: string, release: () => unknown): void;
  /** Releases everything once; gives what went wrong, and does not throw. */
  release(): Promise<readonly ReleaseFailure[]>;
}

export interface ReleaseFailure {
  readonly name: string;
  readonly error: unknown;
}

export function createReleasers(): Releasers {
  const stack: { name: string; release: () => unknown }[] = [];
  let released: Promise<readonly ReleaseFailure[]> | null = null;
  const releaseAll = async (): Promise<readonly ReleaseFailure[]> => {
    const failures: ReleaseFailure[] = [];
    for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
      try {
        await entry.release();
      } catch (error) {
        failures.push({ name: entry.name, error });
      }
    }
    return failures;
  };
  return {
    push: (name, release) => void stack.push({ name, release }),
    release: () => (released ??= releaseAll()),
  };
}

/** Runs `start` with a stack of releasers; when it throws, what it had acquired is released before the error goes on. */
export async function withReleasers<Result>(start: (releasers: Releasers) => Promise<Result>): Promise<Result> {
  const releasers = createReleasers();
  try {
    return await start(releasers);
  } catch (error) {
    await releasers.release();
    throw error;
  }
}

/** Rejects with `error()` when `work` has not settled within `ms`; `work` itself goes on. */
export async function within<Result>(ms: number, work: Promise<Result>, error: () => Error): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(error()), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
