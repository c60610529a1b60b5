import type { TargetServer } from '../../config/target-server.ts';
import { TargetMisdeclared } from '../../errors/delivery-errors.ts';
import { SettingMissing } from '../../errors/settings-errors.ts';
import { isLoopback } from '../loopback.ts';

/** Who is told of files, as the settings name them. */
export interface WebhookServer {
  /** Name of the setting with the address, for messages. */
  readonly setting: string;
  /** Path and parameters may hold the receiver's secrets: the host alone is ever shown. */
  readonly url: URL;
  /** What notices are signed with. */
  readonly key: Buffer;
  /** Longest wait for the answer to a notice, milliseconds. */
  readonly answerMs: number;
}

const ANSWER_MS = 30_000;
const FORM = '`https://host/path`, or `http://…` on this machine alone';

/** Reads TARGET_<OPERATION>_<NAME>_URL and …_SECRET; throws SettingMissing or TargetMisdeclared, repeating neither. */
export function parseWebhook(server: TargetServer | null): WebhookServer {
  const setting = server?.setting ?? 'TARGET_<OPERATION>_<NAME>_URL';
  const url = new URL(readSetting(setting, server?.url ?? null, FORM));
  const secretSetting = setting.replace(/URL$/, 'SECRET');
  const secret = readSetting(secretSetting, server?.secret ?? null, 'whsec_ and 24 to 64 random bytes in base64');
  const isSafe =
    url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname.replace(/^\[|\]$/g, '')));
  if (!isSafe) throw new TargetMisdeclared({ where: setting, got: 'another form', expected: FORM });
  return { setting, url, key: Buffer.from(secret.slice('whsec_'.length), 'base64'), answerMs: ANSWER_MS };
}

function readSetting(setting: string, value: string | null, expected: string): string {
  if (value !== null) return value;
  throw new SettingMissing({ where: setting, got: 'nothing', expected });
}
