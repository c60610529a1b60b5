import { CommanderError } from 'commander';
import { buildProgram } from './commands/program.ts';
import { exitCodeOf } from './commands/exit-code.ts';
import { terminal } from './commands/output.ts';

/** Runs the command line; the exit code is 0, 1 (something failed) or 2 (asked wrongly). */
export async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  const program = buildProgram(terminal, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.note(error instanceof Error ? error.message : String(error));
    return exitCodeOf(error);
  }
}

process.exitCode = await main(process.argv.slice(2));
