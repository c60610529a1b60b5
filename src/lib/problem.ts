/** Something wrong in what a person wrote: which field, what was got, what is expected. */
export interface Problem {
  readonly field: string;
  readonly got: string;
  readonly expected: string;
  readonly didYouMean?: string;
}
