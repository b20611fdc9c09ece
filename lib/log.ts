import { type Logger, type LoggerOptions, pino, stdTimeFunctions } from 'pino';
import { env } from './env.ts';
import { scrub, scrubText } from './scrub.ts';

let root: Logger | null = null;

/**
 * The log, one JSON line per entry on standard output. Secrets, client secrets, tokens and what identifies a person are
 * taken out before a line is written: private fields by their names, and whatever looks like a secret in the whole line, for
 * there are more ways into a line (a message made of an error's, a child's bindings) than one remembers.
 */
export function log(): Logger {
  root ??= makeLogger(env().LOG_LEVEL, process.stdout);
  return root;
}

const options: LoggerOptions = {
  base: null,
  timestamp: stdTimeFunctions.isoTime,
  formatters: {
    level: (label) => ({ level: label }),
    bindings: (fields) => scrub(fields) as Record<string, unknown>,
    log: (fields) => scrub(fields) as Record<string, unknown>,
  },
  // The default one runs after `formatters.log` and would look for an error where there is its description by now.
  serializers: { err: (value: unknown) => value },
};

/** A logger with our redaction that writes its lines to `destination`. */
export function makeLogger(level: string, destination: { write(line: string): unknown }): Logger {
  return pino({ ...options, level }, { write: (line) => destination.write(scrubText(line)) });
}
