/** Throws when a claim that the code relies on does not hold: a bug, never a person's mistake. */
export function assert(claim: unknown, message: string): asserts claim {
  if (!claim) throw new Error(`Assertion failed: ${message}`);
}

/** Marks the branch that the types say cannot be reached. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}

/** Returns the value, or throws when there is none: for what the code before has already made sure of. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`Missing: ${what}`);
  return value;
}
