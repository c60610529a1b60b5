import { openSeal } from '../lib/delivery/seal.ts';
import type { Engine } from './engine.ts';

/**
 * Tries what targets encrypt with before a worker starts; throws SettingMissing or EncryptionKeyUnusable. A key that has
 * expired since is told by `doctor` and by its deliveries: the other exports go on.
 */
export async function checkSeals({ registry, settings }: Pick<Engine, 'registry' | 'settings'>): Promise<void> {
  const operations = new Set([...registry.values()].map(({ operation }) => operation));
  for (const { targets } of operations) {
    for (const { encrypt } of Object.values(targets))
      if (encrypt !== undefined) await openSeal(encrypt, settings).check(null);
  }
}
