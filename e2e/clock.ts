import { setTimeout as pause } from 'node:timers/promises';
import type { Bank, Beginning } from './bank.ts';

/** The time of a test: the bank's clock, which the app follows. */
export type TestClock = ReturnType<typeof clockOf>;

const settleMs = 60_000;
const lookMs = 40;

/**
 * The bank's clock for a test. Each movement returns when bank and app have done what it brought: refreshes are complete,
 * webhooks delivered, and the app is idle.
 *
 * @param isIdle whether the app has no work of its own left (jobs, queues); an app that works within its requests needs none
 */
export function clockOf(bank: Bank, isIdle: () => Promise<boolean> = async () => true) {
  /** Waits until nothing is under way on either side. A refresh that hangs, or work put off for later, is not waited for. */
  async function settled(): Promise<void> {
    const deadline = performance.now() + settleMs;
    for (;;) {
      const before = await bank.bustle();
      const isQuiet = before.waitingDeliveries + before.pendingRefreshes === 0;
      // The app is asked between two looks at the bank: its last work may have begun something there.
      if (isQuiet && (await isIdle())) {
        const after = await bank.bustle();
        if (after.mark === before.mark && after.waitingDeliveries + after.pendingRefreshes === 0) return;
      }
      if (performance.now() > deadline) throw new Error(`Still busy after ${settleMs} ms: ${JSON.stringify(before)}`);
      await pause(lookMs);
    }
  }

  return {
    /** What both sides take as now. */
    now: (): Promise<Date> => bank.now(),
    /** The clock stands where it is; nothing happens by itself any more. */
    still: () => bank.setClock('still'),
    /** The clock runs with the wall clock, from where it is. */
    run: () => bank.setClock('running'),
    /** So much later, and everything that was due on the way is done. */
    async advance(by: { days?: number; hours?: number }): Promise<void> {
      await bank.advance(by);
      await settled();
    },
    /** On a day (00:00 UTC), or at a moment; never back. */
    async to(moment: string | Date): Promise<void> {
      await bank.advance({ to: typeof moment === 'string' ? moment : moment.toISOString() });
      await settled();
    },
    /** Begins the world again at a moment; people who have linked something in it have to link anew. */
    async begin(beginning: Beginning): Promise<void> {
      await bank.beginAgain(beginning);
    },
    settled,
  };
}
