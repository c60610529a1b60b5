import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/**
 * Runs a piece of a module in a process of its own, leader of its own group, and waits until it has written its first
 * line; `src` in the code is the address of the folder src/. The process does not outlive the test.
 */
export async function startSource(code: string): Promise<{ child: ChildProcess; line: string }> {
  const src = new URL('../../src', import.meta.url).href;
  const args = ['--conditions=source', '--import', import.meta.resolve('tsx'), '--input-type=module', '--eval'];
  const child = spawn(process.execPath, [...args, `const src = ${JSON.stringify(src)};\n${code}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, line: line.toString().trim() };
}
