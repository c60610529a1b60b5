import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { projectFile } from './checkout.ts';

const entry = z.object({
  version: z.string(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});
const { packages } = z
  .object({ packages: z.record(z.string(), entry) })
  .parse(JSON.parse(readFileSync(projectFile('package-lock.json'), 'utf8')));
const installed = Object.entries(packages).filter(([path]) => path !== '');

it('holds the packages of every platform, without which npm ci refuses it (npm/cli#9846)', () => {
  const optional = installed.flatMap(([, { optionalDependencies }]) => Object.keys(optionalDependencies));
  expect(optional.filter((name) => !installed.some(([path]) => path.endsWith(`node_modules/${name}`)))).toEqual([]);
});

it('holds a checksum for every package and the address of no registry', () => {
  expect(installed.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
  expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
});
