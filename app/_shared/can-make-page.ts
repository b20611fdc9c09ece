/** How long the app may take to say so, in milliseconds. */
const patienceMs = 10_000;

/**
 * Whether the app can make a page now. Asked before one is renewed by itself: the framework answers a renewal that fails by
 * leaving the page, so that all that is to be read on it, and what was typed, would be gone.
 */
export async function canMakePage(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(patienceMs);
    return (await fetch('/api/health/pages', { cache: 'no-store', signal })).ok;
  } catch {
    return false;
  }
}
