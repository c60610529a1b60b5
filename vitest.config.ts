import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: { alias: { bordereau: here('./src/lib/exports/author.ts') } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Faults are tried on real processes and servers: on a machine that is short of time one may need a second go.
    retry: process.env['CI'] === 'true' ? 2 : 0,
    env: { TZ: 'Europe/Paris', BORDEREAU_TEST: '1' },
  },
});
