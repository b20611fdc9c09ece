const removed = '[removed]';

/** Names of fields whose value never belongs in a log, whatever it is: secrets, and what says who a person is. */
const privateNames =
  /secret|password|passphrase|token|authorization|cookie|api_?key|data_?keys|signature|owner(?!ship)|e_?mail|phone|street|address|holder_?name|full_?name|description|sealed|body$/i;

/** Names that match the above and are harmless and useful. */
const plainNames = /^(addressFamily|ownerCount|owners_?count|tokenCount)$/i;

/** Secrets as they look inside a text, whoever put them there. */
const secretTexts: readonly RegExp[] = [
  /\b(?:sk|rk|pk)_(?:test|live)_\w+/g,
  /\bwhsec_[\w+/=]+/g,
  /\b\w+_client_secret_\w+/g,
  /\b(?:Bearer|Basic)\s+[\w.~+/=-]+/gi,
  /\b[\w.%+-]+@[\w-]+(?:\.[\w-]+)+/g,
  /(?<=:\/\/)[^\s/:@"]+:[^\s/@"]+(?=@)/g,
  /(?<=[?&](?:token|code|secret|key)=)[^&\s"']+/gi,
];

/** Takes everything out of a text that looks like a secret or an e-mail address. */
export function scrubText(text: string): string {
  return secretTexts.reduce((clean, pattern) => clean.replace(pattern, removed), text);
}

/**
 * A copy of a value that may be logged: fields with private names are removed, texts are scrubbed, errors keep name,
 * message, stack, code and cause. Deep, safe for cycles; bigint becomes text.
 */
export function scrub(value: unknown, seen: ReadonlySet<unknown> = new Set()): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return '[circular]';
  const within = new Set(seen).add(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Error) return scrubError(value, within);
  if (ArrayBuffer.isView(value)) return '[bytes]';
  if (Array.isArray(value)) return value.map((item) => scrub(item, within));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, isPrivate(name) ? removed : scrub(field, within)]),
  );
}

function isPrivate(name: string): boolean {
  return privateNames.test(name) && !plainNames.test(name);
}

function scrubError(error: Error, seen: ReadonlySet<unknown>): object {
  return {
    type: error.name,
    message: scrubText(error.message),
    stack: scrubText(error.stack ?? ''),
    ...('code' in error ? { code: scrub(error.code, seen) } : {}),
    ...('kind' in error ? { kind: scrub(error.kind, seen) } : {}),
    ...(error.cause === undefined ? {} : { cause: scrub(error.cause, seen) }),
  };
}
