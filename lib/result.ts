/** An expected outcome as a value: what was asked for, or a code that the caller can act on. */
export type Result<T, Code extends string> = { ok: true; value: T } | { ok: false; code: Code };

export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function failed<Code extends string>(code: Code): { ok: false; code: Code } {
  return { ok: false, code };
}
