/** A process that was started, as its entry point sees it. */
export interface RunningProcess {
  /** True while it does its work, which is more than being alive. */
  healthy(): boolean;
  /** Drains and releases everything; false when the time for it ran out. Safe to call twice. */
  stop(): Promise<boolean>;
}
