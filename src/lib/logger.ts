import winston from 'winston';

/** Facts of a log line: never rows, values of queries, secrets or addresses. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Object first, then a constant lower-case message. */
export interface Logger {
  error(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  debug(fields: LogFields, message: string): void;
  /** A logger that adds these fields to each line. */
  child(fields: LogFields): Logger;
}

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** JSON lines on stderr; a closed stderr stops the log, not the work. */
export function createLogger(level: LogLevel): Logger {
  process.stderr.on('error', () => undefined);
  const { combine, timestamp, json } = winston.format;
  return wrap(
    winston.createLogger({
      level,
      format: combine(timestamp(), json()),
      transports: [new winston.transports.Stream({ stream: process.stderr })],
    }),
  );
}

function wrap(inner: winston.Logger): Logger {
  const at =
    (level: LogLevel) =>
    (fields: LogFields, message: string): void => {
      inner.log(level, message, fields);
    };
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    child: (fields) => wrap(inner.child({ ...fields })),
  };
}

/** A logger that says nothing. */
export const silentLogger: Logger = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  child: () => silentLogger,
};
