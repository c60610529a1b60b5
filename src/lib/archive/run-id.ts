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

export function makeRunId(exportId: string, intervalId: string): RunId {
  const [operation = '', name = '', ...rest] = exportId.split('/');
  const sound = NAME.test(operation) && NAME.test(name) && rest.length === 0;
  if (!sound || !INTERVAL.test(intervalId) || intervalId.includes('..')) {
    throw new BadRunId({
      where: 'run id',
      got: JSON.stringify(`${exportId}/${intervalId}`.slice(0, 250)),
      expected: 'operation/export/interval, such as canal/fiches-cloturees/2013-07-25',
    });
  }
  return `${operation}/${name}/${intervalId}`;
}

/** Splits and checks a run id from outside (job data, command line, a folder's name); throws BadRunId. */
export function parseRunId(text: string): RunIdParts {
  const [operation = '', name = '', ...interval] = text.split('/');
  const intervalId = interval.join('/');
  makeRunId(`${operation}/${name}`, intervalId);
  return { operation, name, exportId: `${operation}/${name}`, intervalId };
}

/** Checks a run id from outside. */
export function asRunId(text: string): RunId {
  const { exportId, intervalId } = parseRunId(text);
  return makeRunId(exportId, intervalId);
}
