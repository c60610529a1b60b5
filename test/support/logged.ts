import { type LogFields, type Logger, silentLogger } from '../../src/lib/logger.ts';

export interface LogLine extends LogFields {
  readonly message: string;
}

export interface KeptLog {
  readonly logger: Logger;
  readonly lines: readonly LogLine[];
}

/** A logger that keeps warnings and errors to be looked at. */
export function keptLog(): KeptLog {
  const lines: LogLine[] = [];
  const keep = (fields: LogFields, message: string): void => void lines.push({ ...fields, message });
  const logger: Logger = { ...silentLogger, warn: keep, error: keep, child: () => logger };
  return { logger, lines };
}
