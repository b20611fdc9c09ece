import type { Locator, Page } from 'playwright';

/** A limit of its own: Playwright's runner has none by default, and what never comes would only end with the whole test. */
const patienceMs = 30_000;

/** Does in a window what closes it, and returns when it has closed. */
export function untilClosed(window: Page, act: () => Promise<void>): Promise<void> {
  return untilGone(window.waitForEvent('close', { timeout: patienceMs }), act);
}

/** Does in a frame what makes the page take it away, and returns when it is gone. */
export function untilDetached(frame: Locator, act: () => Promise<void>): Promise<void> {
  return untilGone(frame.waitFor({ state: 'detached', timeout: patienceMs }), act);
}

/**
 * What was clicked may be gone before it has acknowledged the key or the click, so that the input alone is no failure;
 * where it stays, the input's own error is thrown, or else that of the wait.
 */
async function untilGone(gone: Promise<unknown>, act: () => Promise<void>): Promise<void> {
  let failure: unknown;
  act().catch((error: unknown) => {
    failure = error;
  });
  await gone.catch((error: unknown) => {
    throw failure ?? error;
  });
}
