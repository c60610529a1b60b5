import { BordereauError } from './bordereau-error.ts';

/** One setting that cannot be used as it is. */
export interface SettingProblem {
  readonly name: string;
  /** What was given; for secrets only that it is wrong. */
  readonly got: string;
  readonly expected: string;
}

/** The environment holds settings that cannot be used; `problems` has all of them. */
export class BadSettings extends BordereauError {
  readonly code = 'BAD_SETTINGS';
  readonly retry = 'permanent';
  readonly problems: readonly SettingProblem[];

  constructor(problems: readonly SettingProblem[]) {
    const lines = problems.map(({ name, got, expected }) => `\n  ${name}: got ${got}, expected ${expected}`);
    super({ where: 'settings', got: `${problems.length} problem(s)${lines.join('')}`, next: 'See .env.example.' });
    this.problems = problems;
  }
}

/** A setting that this command cannot do without is not given. */
export class SettingMissing extends BordereauError {
  readonly code = 'SETTING_MISSING';
  readonly retry = 'permanent';
}
