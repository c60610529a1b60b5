import type { Temporal } from 'temporal-polyfill';

/** What a hook of an export knows about the run it works for. */
export interface RunContext {
  /** `2013-07-25`, `2013-07`, or `segment=…`. */
  readonly intervalId: string;
  /** Start of the interval, included; null for runs named by parameters. */
  readonly from: Temporal.ZonedDateTime | null;
  /** End of the interval, excluded; null for runs named by parameters. */
  readonly to: Temporal.ZonedDateTime | null;
  /** The run's parameters, checked against the export's `params`. */
  readonly params: Readonly<Record<string, string>>;
  /** Aborts when the run is cancelled, times out or the worker shuts down. */
  readonly signal: AbortSignal;
}

/** A run context that can also ask the source, for readiness checks. */
export interface CheckContext extends RunContext {
  /** Runs a small query on the export's source; cells come as the server's text. */
  readonly query: (
    text: string,
    parameters?: Readonly<Record<string, string | number | null>>,
  ) => Promise<readonly (readonly (string | null)[])[]>;
}

/** Answer of a readiness check. */
export type Readiness = { readonly ready: true } | { readonly ready: false; readonly why: string };
