import { BadRunId } from '../errors/archive-errors.ts';

/** Names a run by what it is about: `operation/export/interval`, such as `canal/fiches-cloturees/2013-07-25`. */
export type RunId = `${string}/${string}/${string}`;

/** The parts of a run id; `exportId` is `operation/export`. */
export interface RunIdParts {
  readonly operation: string;
  readonly name: string;
  readonly exportId: string;
  readonly intervalId: string;
}

const NAME = /^[a-z][a-z0-9-]{0,60}$/;
const INTERVAL = /^[A-Za-z0-9][A-Za-z0-9_.=,-]{0,150}$/;

/** Whether a text is a run id: folders hold strange entries too, from file systems, editors and copies. */
export function isRunId(text: string): text is RunId {
  const [operation = '', name = '', ...rest] = text.split('/');
  const intervalId = rest.join('/');
  return NAME.test(operation) && NAME.test(name) && INTERVAL.test(intervalId) && !intervalId.includes('..');
}

export function makeRunId(exportId: string, intervalId: string): RunId {
  return asRunId(`${exportId}/${intervalId}`);
}

/** Splits and checks a run id from outside (job data, command line, a folder's name); throws BadRunId. */
export function parseRunId(text: string): RunIdParts {
  const [operation = '', name = '', intervalId = ''] = asRunId(text).split('/');
  return { operation, name, exportId: `${operation}/${name}`, intervalId };
}

/** Checks a run id from outside; throws BadRunId. */
export function asRunId(text: string): RunId {
  if (isRunId(text)) return text;
  throw new BadRunId({
    where: 'run id',
    got: JSON.stringify(text.slice(0, 250)),
    expected: 'operation/export/interval, such as canal/fiches-cloturees/2013-07-25',
  });
}
