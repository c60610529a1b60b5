import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONTEXT, contextNames, named, readDockerfile } from './dockerfile.ts';

const [build, image, ...others] = readDockerfile();

describe('the context', () => {
  it('holds what is copied from it and nothing else', () => {
    const copied = [build, image].flatMap((stage) => named(stage, 'COPY')).filter(({ options }) => !options['from']);
    const sources = copied.flatMap(({ words }) => words.slice(0, -1));
    expect(contextNames().sort()).toEqual([...new Set(sources)].sort());
  });

  it.each(contextNames())('%s exists', (name) => {
    expect(existsSync(join(CONTEXT, name))).toBe(true);
  });
});

describe('the image', () => {
  it('is the second of two stages, so no compiler and no sources are in it', () => {
    expect(others).toEqual([]);
    expect(build?.name).toBe('build');
    expect(named(image, 'COPY').map(({ text }) => text)).toEqual([
      'package.json ./',
      '/app/node_modules node_modules',
      '/app/dist dist',
      '/app/archive /archive',
      '/app/folders /folders',
    ]);
  });

  it('installs exactly the lockfile and runs no script of a package', () => {
    const runs = named(build, 'RUN').map(({ text }) => text);
    expect(runs[0]).toBe('npm ci --ignore-scripts');
    expect(runs).toContain('npm prune --omit=dev --ignore-scripts');
    expect(named(image, 'RUN')).toEqual([]);
  });

  it('runs as a user who owns nothing of the program', () => {
    expect(named(image, 'USER').map(({ text }) => text)).toEqual(['node']);
    const owned = named(image, 'COPY').filter(({ options }) => options['chown'] === 'node:node');
    expect(owned.map(({ words }) => words.at(-1))).toEqual(['/archive', '/folders']);
  });

  it('starts the program itself, so that it gets the signals, and asks it how it is', () => {
    expect(JSON.parse(named(image, 'CMD').at(-1)?.text ?? '')).toEqual(['node', 'dist/src/cli.js', 'worker']);
    expect(named(image, 'HEALTHCHECK')[0]?.text).toMatch(/ CMD \["node", "dist\/src\/cli.js", "health"\]$/);
  });
});
