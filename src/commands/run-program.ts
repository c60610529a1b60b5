import { CommanderError } from 'commander';
import { exitCodeOf } from './exit-code.ts';
import type { Output } from './output.ts';
import { buildProgram } from './program.ts';

/** Runs the command line; the exit code is 0, 1 (something failed) or 2 (asked wrongly). */
export async function runProgram(argv: readonly string[], output: Output): Promise<number> {
  let code = 0;
  const program = buildProgram(output, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    output.note(error instanceof Error ? error.message : String(error));
    return exitCodeOf(error);
  }
}
