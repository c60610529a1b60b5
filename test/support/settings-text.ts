import { settingRules } from '../../src/lib/config/settings-schema.ts';

/** A setting as the documentation shows it. */
interface SettingLine {
  readonly name: string;
  readonly expected: string;
  readonly about: string;
  readonly fallback?: string;
  readonly secret?: boolean;
  readonly example?: string;
}

/** One setting for each source, file password, public key and target's server, so the schema has no rules of their own for them. */
const families: readonly SettingLine[] = [
  {
    name: 'SOURCE_<NAME>_URL',
    expected: 'mysql://user:password@host:port/database or sqlite:path',
    about:
      'Address of the source that exports call `<name>`; with neither one nor REDIS_URL the sample databases stand in',
    example: 'mysql://exports:secret@replica.bordereau.example:3306/canal',
    secret: true,
  },
  {
    name: 'FILE_PASSWORD_<NAME>',
    expected: 'at least 12 characters',
    about: 'Password of the files whose export, or target with `aesZip`, says `password: <name>`',
    secret: true,
  },
  {
    name: 'OPENPGP_KEY_<NAME>',
    expected: 'an armored OpenPGP public key; best as a file',
    about: 'Public key that targets with `openPgp({ key: <name> })` encrypt to',
    secret: true,
  },
  {
    name: 'TARGET_<OPERATION>_<NAME>_URL',
    expected: 'the address that docs/delivery.md gives for the kind of target',
    about: 'Server of the target that an operation calls `<name>`',
    example: 'sftp://exports:secret@client.bordereau.example:22?hostKey=SHA256:…',
    secret: true,
  },
  {
    name: 'TARGET_<OPERATION>_<NAME>_SECRET',
    expected: 'whsec_ and 24 to 64 random bytes in base64',
    about: 'What signs the notices of a webhook; its receiver has it too',
    secret: true,
  },
];

function settingLines(): SettingLine[] {
  const rules = Object.entries(settingRules).map(([name, rule]): SettingLine => ({ name, ...rule }));
  const redis = rules.findIndex(({ name }) => name === 'REDIS_URL');
  return rules.toSpliced(redis + 1, 0, ...families);
}

/** The README's table of settings. */
export function settingsTable(): string {
  const rows = settingLines().map(({ name, expected, about, fallback, secret = false }) => {
    const given = fallback === undefined ? '' : `\`${fallback}\``;
    return `| \`${name}\`${secret ? ' *' : ''} | ${given} | ${about} | ${expected} |`;
  });
  return ['| setting | default | what it is for | form |', '|---|---|---|---|', ...rows].join('\n');
}

/** The whole of `.env.example`: every setting, none of them set. */
export function envExample(): string {
  const blocks = settingLines().map(({ name, expected, about, fallback, secret = false, example }) => {
    const variable = name.replace('<OPERATION>_<NAME>', 'CANAL_CLIENT').replace('<NAME>', 'CANAL');
    const file = secret ? [`# or the path of a file that holds it: ${variable}_FILE`] : [];
    const value = quoted(fallback ?? example ?? '');
    return [`# ${about}.`, `# Form: ${expected}`, ...file, `#${variable}=${value}`].join('\n');
  });
  const head = [
    '# Every setting of Bordereau, with its default or an example. Copy to .env, set what you need, then:',
    '#   set -a; . ./.env; set +a',
  ];
  return `${[head.join('\n'), ...blocks].join('\n\n')}\n`;
}

/** As a shell reads it. */
function quoted(value: string): string {
  return /^[\w./:@{}-]*$/.test(value) ? value : `'${value}'`;
}
