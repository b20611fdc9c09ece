import { failed, ok, type Result } from '#lib/result.ts';

/** Why something did not come; `unreachable`: no answer, or none that anybody planned. */
export type AskProblem = 'signed-out' | 'not-found' | 'unreachable';

/** Asks one of the list's own addresses for JSON. */
export async function ask<T>(
  path: string,
  params: URLSearchParams,
  signal: AbortSignal | null = null,
): Promise<Result<T, AskProblem>> {
  try {
    const response = await fetch(`${path}?${params}`, { signal });
    if (response.ok) return ok((await response.json()) as T);
    if (response.status === 401) return failed('signed-out');
    if (response.status === 404) return failed('not-found');
  } catch {
    // The connection broke, or nobody waits for the answer any more.
  }
  return failed('unreachable');
}
