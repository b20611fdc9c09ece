import type { Page } from 'playwright';

/**
 * Does in a window what closes it, and returns when it has closed. A window may be gone before it has acknowledged the key
 * or the click that closed it, so that the input alone is no failure; where the window stays, the input's own error is
 * thrown, or else that of the wait.
 */
export async function untilClosed(window: Page, act: () => Promise<void>): Promise<void> {
  let failure: unknown;
  const closed = window.waitForEvent('close');
  act().catch((error: unknown) => {
    failure = error;
  });
  await closed.catch((error: unknown) => {
    throw failure ?? error;
  });
}
