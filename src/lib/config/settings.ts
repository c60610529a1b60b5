import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DkimKey } from '../delivery/mail/dkim.ts';
import { BadSettings, type SettingProblem } from '../errors/settings-errors.ts';
import { closest } from '../did-you-mean.ts';
import { type SettingName, settingRules } from './settings-schema.ts';

/** The settings, read once and frozen. Paths are absolute; a setting without a value and a default is null. */
export interface Settings {
  readonly redisUrl: string | null;
  readonly queuePrefix: string;
  readonly archiveDir: string;
  readonly exportsDir: string | null;
  readonly outboxDir: string;
  readonly foldersDir: string;
  readonly smtpUrl: string | null;
  /** Mails are signed with it; null: they are not. */
  readonly dkim: DkimKey | null;
  readonly workerConcurrency: number;
  readonly lockMs: number;
  readonly boardHost: string;
  readonly boardPort: number;
  readonly boardBehindTls: boolean;
  readonly boardOperatorPassword: string | null;
  readonly boardViewerPassword: string | null;
  readonly heartbeatDir: string;
  readonly shutdownTimeoutMs: number;
  readonly logLevel: 'error' | 'warn' | 'info' | 'debug';
  /** Address of each source, by its name in lower case. */
  readonly sources: Readonly<Record<string, string>>;
  /** Passwords of files, by their names in lower case. */
  readonly passwords: Readonly<Record<string, string>>;
  /** Address of each target's server, by operation and name in lower case: `canal_client`. */
  readonly targetUrls: Readonly<Record<string, string>>;
  /** What signs the notices to each webhook, by the same names. */
  readonly targetSecrets: Readonly<Record<string, string>>;
  /** Public keys of recipients, armored, by their names in lower case. */
  readonly openPgpKeys: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Values = { readonly [Name in SettingName]: (typeof settingRules)[Name]['form']['_output'] | null };

/** Settings of which there is one for each name that definitions use; their values are secrets. */
interface Family {
  readonly form: RegExp;
  readonly settingOf: (member: string) => string;
  readonly value: RegExp;
  readonly expected: string;
}

const sourceFamily: Family = {
  form: /^SOURCE_([A-Z][A-Z0-9_]*)_URL(?:_FILE)?$/,
  settingOf: (member) => `SOURCE_${member}_URL`,
  value: /^(mysql:\/\/|sqlite:)./,
  expected: 'mysql://user:password@host:port/database or sqlite:path',
};
const passwordFamily: Family = {
  form: /^FILE_PASSWORD_([A-Z][A-Z0-9_]*?)(?:_FILE)?$/,
  settingOf: (member) => `FILE_PASSWORD_${member}`,
  value: /^.{12,}$/s,
  expected: 'at least 12 characters',
};
const targetFamily: Family = {
  form: /^TARGET_([A-Z][A-Z0-9_]*)_URL(?:_FILE)?$/,
  settingOf: (member) => `TARGET_${member}_URL`,
  value: /^(sftp|ftps|s3|https?):\/\/./,
  expected: 'an address of the form that docs/delivery.md gives for the kind of target',
};
const targetSecretFamily: Family = {
  form: /^TARGET_([A-Z][A-Z0-9_]*)_SECRET(?:_FILE)?$/,
  settingOf: (member) => `TARGET_${member}_SECRET`,
  value: /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/,
  expected: 'whsec_ and 24 to 64 random bytes in base64',
};
const openPgpFamily: Family = {
  form: /^OPENPGP_KEY_([A-Z][A-Z0-9_]*?)(?:_FILE)?$/,
  settingOf: (member) => `OPENPGP_KEY_${member}`,
  value: /^-----BEGIN PGP PUBLIC KEY BLOCK-----/,
  expected: 'an armored OpenPGP public key',
};
const families = {
  sources: sourceFamily,
  passwords: passwordFamily,
  targetUrls: targetFamily,
  targetSecrets: targetSecretFamily,
  openPgpKeys: openPgpFamily,
};
type Families = Readonly<Record<keyof typeof families, Readonly<Record<string, string>>>>;

/** Prefixes that are ours: a variable with one of them and no rule is a mistake worth telling. */
const OURS =
  /^(REDIS|QUEUE|LOCK|WORKER|SHUTDOWN|ARCHIVE|EXPORTS|OUTBOX|FOLDERS|SMTP|DKIM|BOARD|HEARTBEAT|SOURCE|FILE_PASSWORD|OPENPGP)_/;

/** Reads the settings from the environment; throws BadSettings with every problem at once, never a secret's value. */
export function readSettings(environment: Environment = process.env): Settings {
  const problems: SettingProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(settingRules) as SettingName[]) {
    values[name] = readSetting(name, environment, problems);
  }
  const members = readFamilies(environment, problems);
  problems.push(...halfGiven(environment), ...unknownSettings(environment));
  if (problems.length > 0) throw new BadSettings(problems);
  // Every name of the schema was just filled by its own rule.
  return Object.freeze({ ...named(values as Values), ...members });
}

function named(values: Values): Omit<Settings, keyof Families> {
  return {
    redisUrl: values.REDIS_URL,
    queuePrefix: values.QUEUE_PREFIX ?? '',
    archiveDir: resolve(values.ARCHIVE_DIR ?? ''),
    exportsDir: values.EXPORTS_DIR === null ? null : resolve(values.EXPORTS_DIR),
    outboxDir: resolve(values.OUTBOX_DIR ?? ''),
    foldersDir: resolve(values.FOLDERS_DIR ?? ''),
    smtpUrl: values.SMTP_URL,
    dkim: dkimOf(values),
    workerConcurrency: values.WORKER_CONCURRENCY ?? 1,
    lockMs: (values.LOCK_DURATION_S ?? 0) * 1000,
    boardHost: values.BOARD_HOST ?? '',
    boardPort: values.BOARD_PORT ?? 0,
    boardBehindTls: values.BOARD_BEHIND_TLS === 'yes',
    boardOperatorPassword: values.BOARD_OPERATOR_PASSWORD,
    boardViewerPassword: values.BOARD_VIEWER_PASSWORD,
    heartbeatDir: resolve(values.HEARTBEAT_DIR ?? ''),
    shutdownTimeoutMs: (values.SHUTDOWN_TIMEOUT_S ?? 0) * 1000,
    logLevel: values.LOG_LEVEL ?? 'info',
  };
}

function dkimOf({ DKIM_RECORD: record, DKIM_KEY: privateKey }: Values): DkimKey | null {
  const [selector, domain] = record?.split('._domainkey.') ?? [];
  if (selector === undefined || domain === undefined || privateKey === null) return null;
  return { selector, domain, privateKey };
}

/** Settings that mean nothing without each other. */
function halfGiven(environment: Environment): SettingProblem[] {
  const isGiven = (name: string): boolean => `${environment[name] ?? ''}${environment[`${name}_FILE`] ?? ''}` !== '';
  const [missing, ...others] = ['DKIM_RECORD', 'DKIM_KEY'].filter((name) => !isGiven(name));
  if (missing === undefined || others.length > 0) return [];
  return [{ name: missing, got: 'nothing', expected: 'DKIM_RECORD and DKIM_KEY, or neither' }];
}

function readSetting(name: SettingName, environment: Environment, problems: SettingProblem[]): unknown {
  const rule: { readonly fallback?: string; readonly secret?: boolean; readonly expected: string } = settingRules[name];
  const isSecret = rule.secret === true;
  const given = isSecret ? readSecret(name, environment, problems) : nonEmpty(environment[name]);
  const text = given ?? rule.fallback;
  if (text === undefined) return null;
  const parsed = settingRules[name].form.safeParse(text);
  if (parsed.success) return parsed.data;
  problems.push({ name, got: isSecret ? 'a value of another form' : JSON.stringify(text), expected: rule.expected });
  return null;
}

function readSecret(name: string, environment: Environment, problems: SettingProblem[]): string | undefined {
  const direct = nonEmpty(environment[name]);
  const path = nonEmpty(environment[`${name}_FILE`]);
  if (path === undefined) return direct;
  if (direct !== undefined) {
    problems.push({ name, got: `${name} and ${name}_FILE`, expected: 'only one of the two' });
    return undefined;
  }
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    problems.push({ name: `${name}_FILE`, got: JSON.stringify(path), expected: 'the path of a readable file' });
    return undefined;
  }
}

function readFamilies(environment: Environment, problems: SettingProblem[]): Families {
  const read = (family: Family): Record<string, string> => readFamily(family, environment, problems);
  return {
    sources: read(families.sources),
    passwords: read(families.passwords),
    targetUrls: read(families.targetUrls),
    targetSecrets: read(families.targetSecrets),
    openPgpKeys: read(families.openPgpKeys),
  };
}

function readFamily(
  { form, settingOf, value, expected }: Family,
  environment: Environment,
  problems: SettingProblem[],
): Record<string, string> {
  const members: Record<string, string> = {};
  for (const variable of Object.keys(environment)) {
    const member = form.exec(variable)?.[1];
    if (member === undefined) continue;
    const name = settingOf(member);
    const given = readSecret(name, environment, problems);
    if (given === undefined) continue;
    if (value.test(given)) members[member.toLowerCase()] = given;
    else problems.push({ name, got: 'a value of another form', expected });
  }
  return members;
}

function unknownSettings(environment: Environment): SettingProblem[] {
  const known = Object.keys(settingRules);
  const isKnown = (name: string): boolean =>
    known.includes(name.replace(/_FILE$/, '')) || Object.values(families).some(({ form }) => form.test(name));
  return Object.keys(environment)
    .filter((name) => OURS.test(name) && !isKnown(name))
    .map((name) => {
      const meant = closest(name, known);
      return {
        name,
        got: 'a setting that does not exist',
        expected: meant === undefined ? 'one of .env.example' : `did you mean ${meant}?`,
      };
    });
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
