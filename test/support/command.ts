import { onTestFinished, vi } from 'vitest';
import type { Output } from '../../src/commands/output.ts';
import { runProgram } from '../../src/commands/run-program.ts';
import type { Ran } from './cli.ts';

/** Runs `bordereau <args>` in this process, which is much faster than a process of its own; logs are kept quiet. */
export async function runCommand(
  args: readonly string[],
  environment: Record<string, string>,
  live = false,
): Promise<Ran> {
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const [name, value] of Object.entries({ LOG_LEVEL: 'error', ...environment })) vi.stubEnv(name, value);
  let stdout = '';
  let stderr = '';
  const output: Output = {
    line: (text = '') => (stdout += `${text}\n`),
    note: (text) => (stderr += `${text}\n`),
    live,
    write: (text) => (stdout += text),
  };
  const code = await runProgram(args, output);
  vi.unstubAllEnvs();
  return { code, stdout, stderr };
}
