import { realpath } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { makeFolder } from '../../archive/durable.ts';
import { TargetMisdeclared } from '../../errors/delivery-errors.ts';

/** Makes the folder `path` below `root` and gives its real path; refuses one that leads out, also by a symbolic link. */
export async function makePlace(target: string, root: string, path: string): Promise<string> {
  const place = resolve(root, path);
  if (!isBelow(resolve(root), place)) throw outside(target, path);
  await makeFolder(place);
  const real = await realpath(place);
  if (!isBelow(await realpath(root), real)) throw outside(target, path);
  return real;
}

function isBelow(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function outside(target: string, path: string): TargetMisdeclared {
  return new TargetMisdeclared({
    where: `target ${target}`,
    got: `the folder ${JSON.stringify(path)}`,
    expected: 'a folder below FOLDERS_DIR',
    next: "Change the path in the operation's targets.",
  });
}
