import { type LogFn, type Logger, type LoggerOptions, pino, stdTimeFunctions } from 'pino';
import { env } from './env.ts';
import { scrub, scrubText } from './scrub.ts';

let root: Logger | null = null;

/**
 * The log, one JSON line per entry on standard output. Secrets, client secrets, tokens and what identifies a person are
 * taken out of every field and message before they are written.
 */
export function log(): Logger {
  root ??= makeLogger(env().LOG_LEVEL);
  return root;
}

/** A logger with our redaction, to `destination` when given (tests), else to standard output. */
export function makeLogger(level: string, destination?: { write(line: string): void }): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields) => scrub(fields) as Record<string, unknown>,
    },
    // The default serializers run after `formatters.log` and would copy raw error fields back in.
    serializers: { err: (value: unknown) => value },
    hooks: {
      logMethod(this: Logger, args: Parameters<LogFn>, method: LogFn) {
        const clean = args.map((arg) => (typeof arg === 'string' ? scrubText(arg) : arg));
        method.apply(this, clean as Parameters<LogFn>);
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
