/** How long the app may take to say so, in milliseconds. */
const patienceMs = 10_000;

/**
 * Whether the app can make a page now. Asked before one is renewed, or another one gone to, by itself: the framework answers
 * a page that it cannot fetch by leaving the one that stands there, so that all that is to be read on it, and what was typed,
 * would be gone. It tells nobody of it, so it has to be asked before.
 */
export async function canMakePage(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(patienceMs);
    return (await fetch('/api/health/pages', { cache: 'no-store', signal })).ok;
  } catch {
    return false;
  }
}
