import { join } from 'node:path';
import { build } from './build.mjs';
import { become } from './lib/become.mjs';
import { ROOT } from './lib/root.mjs';
import { orExit } from './lib/say.mjs';
import { setUp } from './setup.mjs';

/** Sets the machine up for the tests, builds what they start, then goes on as `vitest run` with the given arguments. */
orExit(() => {
  setUp('test');
  build();
});
await become(join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), ['run', ...process.argv.slice(2)]);
