/** Data rows of a sheet that was read back; its header and its total are not counted. */
export interface ProvedSheet {
  readonly name: string;
  readonly rows: number;
}
