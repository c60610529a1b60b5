import type { Settings } from './settings.ts';

/** Where the settings say that one target's server is. */
export interface TargetServer {
  /** Name of the setting with its address, for messages. */
  readonly setting: string;
  /** Null: not set. */
  readonly url: string | null;
}

/** The server of an operation's target: the setting TARGET_<OPERATION>_<NAME>_URL. */
export function targetServer(
  { targetUrls }: Pick<Settings, 'targetUrls'>,
  operationId: string,
  name: string,
): TargetServer {
  const member = `${operationId}_${name}`.replaceAll('-', '_');
  return {
    setting: `TARGET_${member.toUpperCase()}_URL`,
    url: targetUrls[member] ?? null,
  };
}
