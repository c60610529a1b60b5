import { openSeal } from '../lib/delivery/encryption/seal.ts';
import { typedError } from '../lib/errors/typed-error.ts';
import type { Engine } from './engine.ts';

/**
 * Tries what targets encrypt with before a worker starts; throws SettingMissing or EncryptionKeyUnusable. A key that has
 * expired since is told in the log and stops its own deliveries alone: the other exports go on.
 */
export async function checkSeals({
  registry,
  settings,
  clock,
  logger,
}: Pick<Engine, 'registry' | 'settings' | 'clock' | 'logger'>): Promise<void> {
  const operations = new Map([...registry.values()].map(({ operationId, operation }) => [operationId, operation]));
  for (const [operationId, { targets }] of operations) {
    for (const [name, { encrypt }] of Object.entries(targets)) {
      if (encrypt === undefined) continue;
      const target = `${operationId}/${name}`;
      const seal = openSeal(encrypt, settings);
      await seal.check(null);
      await seal.check(clock.now()).catch((error: unknown) => {
        logger.error({ target, code: typedError(target, error).code }, 'encryption key has expired');
      });
    }
  }
}
