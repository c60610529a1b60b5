import type { Problem } from '../problem.ts';
import { BordereauError } from './bordereau-error.ts';

/** Something wrong in one definition file. */
export interface DefinitionProblem extends Problem {
  readonly file: string;
}

/** Definitions that cannot be used; `problems` has all of them. */
export class BadDefinitions extends BordereauError {
  readonly code = 'BAD_DEFINITIONS';
  readonly retry = 'permanent';
  readonly problems: readonly DefinitionProblem[];

  constructor(problems: readonly DefinitionProblem[]) {
    const lines = problems.map(
      ({ file, field, got, expected, didYouMean }) =>
        `\n  ${file}: ${field}: got ${got}, expected ${expected}${didYouMean === undefined ? '' : `; did you mean ${didYouMean}?`}`,
    );
    super({ where: 'definitions', got: `${problems.length} problem(s)${lines.join('')}` });
    this.problems = problems;
  }
}

/** No export has this id. */
export class UnknownExport extends BordereauError {
  readonly code = 'UNKNOWN_EXPORT';
  readonly retry = 'permanent';
}

/** The parameters or the interval asked for do not fit the export. */
export class BadRunRequest extends BordereauError {
  readonly code = 'BAD_RUN_REQUEST';
  readonly retry = 'permanent';
}

/** The query gives other columns than the export's contract says. */
export class ColumnsDiffer extends BordereauError {
  readonly code = 'COLUMNS_DIFFER';
  readonly retry = 'permanent';
}

/** A hook of the export gave a row that does not fit its columns. */
export class BadRow extends BordereauError {
  readonly code = 'BAD_ROW';
  readonly retry = 'permanent';
}
