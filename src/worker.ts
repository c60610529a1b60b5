import { exitCodeOf } from './commands/exit-code.ts';
import { readSettings } from './lib/config/settings.ts';
import { runService } from './processes/services.ts';

try {
  process.exitCode = await runService('worker', readSettings());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = exitCodeOf(error);
}
