import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the project, which is the context that the image is built from. */
export const CONTEXT = fileURLToPath(new URL('../..', import.meta.url));

/** One instruction of a Dockerfile: `COPY --from=build a b` has the options { from: 'build' } and the words [a, b]. */
export interface Instruction {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly text: string;
  readonly words: readonly string[];
}

/** A stage: its name (`FROM … AS name`, empty for the last) and its instructions after FROM. */
export interface Stage {
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of the project's Dockerfile, in order. Knows the forms that this file uses: one line an instruction. */
export function readDockerfile(): Stage[] {
  const lines = readFileSync(`${CONTEXT}/Dockerfile`, 'utf8').split('\n');
  const instructions = lines.filter((line) => line !== '' && !line.startsWith('#')).map(instruction);
  const stages: { name: string; instructions: Instruction[] }[] = [];
  for (const each of instructions) {
    if (each.name === 'FROM') stages.push({ name: each.words[2] ?? '', instructions: [] });
    else stages.at(-1)?.instructions.push(each);
  }
  return stages;
}

/** The instructions of one kind in a stage. */
export function named(stage: Stage | undefined, name: string): Instruction[] {
  return (stage?.instructions ?? []).filter((each) => each.name === name);
}

function instruction(line: string): Instruction {
  const [name = '', ...rest] = line.split(' ');
  const flags = rest.filter((word) => word.startsWith('--'));
  const words = rest.filter((word) => !word.startsWith('--'));
  const options = Object.fromEntries(flags.map((flag) => flag.slice(2).split('=', 2)));
  return { name, options, words, text: name === 'COPY' ? words.join(' ') : rest.join(' ') };
}

/** The top-level names that .dockerignore lets into the context; the file lists what is let in, after a `*`. */
export function contextNames(): string[] {
  const [first, ...rest] = readFileSync(`${CONTEXT}/.dockerignore`, 'utf8').trim().split('\n');
  if (first !== '*' || !rest.every((line) => line.startsWith('!')))
    throw new Error('.dockerignore: "*", then "!name"s');
  return rest.map((line) => line.slice(1));
}
