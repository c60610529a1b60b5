import { join } from 'node:path';
import { become } from './lib/become.mjs';
import { ROOT } from './lib/root.mjs';
import { orExit } from './lib/say.mjs';
import { setUp } from './setup.mjs';

/** Sets the machine up for a command of bordereau, then goes on as that command: `run.mjs <level> <command> …`. */
const [level, ...command] = process.argv.slice(2);
orExit(() => setUp(level));
await become(join(ROOT, 'bin', 'bordereau.mjs'), command);
