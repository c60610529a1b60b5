import { endQuietlyWithReader, terminal } from './commands/output.ts';
import { runProgram } from './commands/run-program.ts';

endQuietlyWithReader();
process.exitCode = await runProgram(process.argv.slice(2), terminal);
