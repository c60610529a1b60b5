import { setTimeout } from 'node:timers/promises';

/** Waits until `look` gives something, looking often; fails when it does not within `ms`. */
export async function eventually<Seen>(
  look: () => Promise<Seen | null | undefined | false>,
  ms = 20_000,
): Promise<Seen> {
  const end = performance.now() + ms;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (performance.now() > end) throw new Error(`not within ${ms} ms: ${look.toString()}`);
    await setTimeout(20);
  }
}
