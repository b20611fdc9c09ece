import type { Exchange } from '#sandbox/settings.ts';
import { type Checker, openDescription } from './description.ts';

/** Looks at each exchange of a sandbox and gives what is not as Stripe describes it; null when there is no description. */
export function openObserver(file?: string): ((exchange: Exchange) => string[]) | null {
  const description = openDescription(file);
  return description && ((exchange) => problemsOf(description, exchange));
}

/** An observer for a test that leaves the answers as they are and tells afterwards what was not as described. */
export function noteProblems() {
  const observe = openObserver();
  const problems = new Set<string>();
  return {
    observe: (exchange: Exchange): string[] => {
      for (const problem of observe?.(exchange) ?? []) problems.add(problem);
      return [];
    },
    throwIfAny: () => {
      if (problems.size > 0) throw new Error(`Not as Stripe describes it:\n${[...problems].join('\n')}`);
    },
  };
}

/**
 * An answer has to be as described whatever the request was; a request only when it was taken, since a test may well ask
 * for what is to be refused.
 */
function problemsOf(description: Checker, { method, path, params, status, answer }: Exchange): string[] {
  const found = description.answer(method, path, status, JSON.parse(answer));
  if (status === 200) {
    found.push(...description.request(method, path, params).map((problem) => `request ${problem}`));
  }
  return found.map((problem) => `${method} ${path.replace(/_\w{14,}/g, '_…')} ${status}: ${problem}`);
}
