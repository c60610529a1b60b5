import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The programs that are not npm packages, the least level that needs each, and the package that brings them.
 * `oracles` are what some tests compare with: those tests are skipped where the program is not there.
 */
const REQUIREMENTS = [
  { level: 'run', programs: ['redis-server'], apt: 'redis-server', brew: 'redis' },
  { level: 'test', programs: ['mariadbd', 'mariadb-install-db'], apt: 'mariadb-server', brew: 'mariadb' },
  { level: 'test', programs: ['chromium'], apt: 'chromium', brew: 'chromium' },
  { level: 'test', programs: ['unzip'], apt: 'unzip', brew: 'unzip' },
  { level: 'test', programs: ['xmllint'], apt: 'libxml2-utils', brew: 'libxml2' },
  { level: 'test', programs: ['proftpd'], apt: 'proftpd-mod-crypto', brew: 'proftpd' },
  { level: 'test', programs: ['sshd', 'ssh-keygen'], apt: 'openssh-server', brew: 'openssh' },
  { level: 'test', programs: ['gpg'], apt: 'gnupg', brew: 'gnupg' },
  { level: 'test', programs: ['7zz'], apt: '7zip', brew: 'sevenzip' },
  { level: 'oracles', programs: ['soffice'], apt: 'libreoffice-calc-nogui', brew: 'libreoffice' },
  { level: 'oracles', file: 'usr/lib/python3/dist-packages/openpyxl', apt: 'python3-openpyxl', brew: 'python' },
  { level: 'oracles', file: 'usr/lib/python3/dist-packages/xlrd', apt: 'python3-xlrd', brew: 'python' },
];

/** Each level needs what the ones before it need. */
export const LEVELS = ['modules', 'run', 'test', 'oracles'];

/** The requirements of `level` that `machine` lacks. */
export function missingRequirements(level, machine) {
  const levels = LEVELS.slice(0, LEVELS.indexOf(level) + 1);
  return REQUIREMENTS.filter((each) => levels.includes(each.level) && !isPresent(each, machine));
}

function isPresent({ programs = [], file }, machine) {
  if (file !== undefined && !existsSync(join(machine.root, file))) return false;
  return programs.every((program) => isOnPath(program, machine));
}

/** Whether `program` can be run by name, once `machine.serverFolders` are on the PATH. */
export function isOnPath(program, machine) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...machine.serverFolders];
  return folders.some((folder) => folder !== '' && isExecutable(join(folder, program)));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
