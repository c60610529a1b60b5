import { terminal } from './commands/output.ts';
import { runProgram } from './commands/run-program.ts';

process.exitCode = await runProgram(process.argv.slice(2), terminal);
