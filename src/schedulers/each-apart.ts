import { typedError } from '../lib/errors/typed-error.ts';
import type { Logger } from '../lib/logger.ts';

/** Does the work for each item; one that fails is told and does not keep the others from it. */
export async function eachApart<Item extends { readonly id: string } | string>(
  items: Iterable<Item>,
  logger: Logger,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      const id = typeof item === 'string' ? item : item.id;
      const { code, message, details } = typedError(id, error);
      logger.error({ ...details.facts, id, code, error: message }, 'audit failed for one');
    }
  }
}
