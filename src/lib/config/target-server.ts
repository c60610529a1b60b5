import { settingMember } from './setting-member.ts';
import type { Settings } from './settings.ts';

/** Where the settings say that one target's server is. */
export interface TargetServer {
  /** Name of the setting with its address, for messages. */
  readonly setting: string;
  /** Null: not set. */
  readonly url: string | null;
  /** What signs notices to it; null: not set. */
  readonly secret: string | null;
}

/** The server of an operation's target: the settings TARGET_<OPERATION>_<NAME>_URL and …_SECRET. */
export function targetServer(
  { targetUrls, targetSecrets }: Pick<Settings, 'targetUrls' | 'targetSecrets'>,
  operationId: string,
  name: string,
): TargetServer {
  const member = settingMember(`${operationId}_${name}`);
  return {
    setting: `TARGET_${member.toUpperCase()}_URL`,
    url: targetUrls[member] ?? null,
    secret: targetSecrets[member] ?? null,
  };
}
