/** Lossy or noteworthy acts, counted per file and shown to the operator (formats.md H2, H3). */
export interface Counters {
  /** Characters the encoding cannot hold, replaced. */
  unmappable: number;
  controlCharsDropped: number;
  truncatedCells: number;
  zeroDates: number;
  neutralisedFormulas: number;
  numbersAsText: number;
}

export function noCounters(): Counters {
  return {
    unmappable: 0,
    controlCharsDropped: 0,
    truncatedCells: 0,
    zeroDates: 0,
    neutralisedFormulas: 0,
    numbersAsText: 0,
  };
}
