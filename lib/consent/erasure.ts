import { findErasureReceipt, householdsBeingErased } from '#lib/db/system.ts';
import { isId } from '#lib/ids.ts';

/** What was asked to be deleted and how far it is; counts only, no names. */
export type ErasureReceipt = {
  requestedAt: Date;
  finishedAt: Date | null;
  accounts: number;
  disconnected: number;
  transactions: number;
  /** the household was a demo: nobody's own account is gone with it */
  isDemo: boolean;
};

/** The receipt behind an address that only who asked was given; null when there is none. Nobody is signed in here. */
export async function findErasure(id: string): Promise<ErasureReceipt | null> {
  return isId(id) ? findErasureReceipt(id) : null;
}

/** Households whose erasure was promised and is not finished: for the sweep, when a job gave up. */
export function unfinishedErasures(most = 50): Promise<string[]> {
  return householdsBeingErased(most);
}
