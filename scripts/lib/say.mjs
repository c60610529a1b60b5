/** One line of the set-up scripts. Always on stderr: stdout belongs to the command that follows (`--json`). */
export function say(line) {
  console.error(`bordereau: ${line}`);
}

/** A reason to stop, told to the person as it is, without a stack. */
export class SetupError extends Error {}

/** Runs `work`; a SetupError becomes its lines on stderr and exit code 1, anything else keeps its stack. */
export function orExit(work) {
  try {
    work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    for (const line of error.message.split('\n')) say(line);
    process.exit(1);
  }
}
