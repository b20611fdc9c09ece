import type { ArrivalView, SyncRunView } from './view.ts';

type Step = ArrivalView['accounts'][number]['step'];

/** What is stored of a freshly linked account, as far as its arrival is concerned. */
export type ArrivalFacts = {
  readonly newestRun: Pick<SyncRunView, 'state'> | null;
  readonly hasRows: boolean;
  readonly hasBalance: boolean;
  /** the bank's last attempt to read a balance; `not-allowed` when the permission was not given */
  readonly balanceRead: 'never' | 'pending' | 'succeeded' | 'failed' | 'not-allowed';
};

/**
 * How far an account has come. It is done when its rows were read and its balance is there, or will not come; a failed
 * reading is failed only while nothing newer runs.
 */
export function arrivalStep({ newestRun, hasRows, hasBalance, balanceRead }: ArrivalFacts): Step {
  if (newestRun?.state === 'failed') return 'failed';
  const hasAll = hasBalance || balanceRead === 'failed' || balanceRead === 'not-allowed';
  if (newestRun?.state === 'done' && hasAll) return 'done';
  return newestRun?.state === 'done' || hasRows ? 'reading' : 'asking';
}

/** Why a run may fail and be tried again by itself: whoever watches need not ask. */
const passing: readonly (string | null)[] = ['unavailable', 'rate_limited', 'crashed'];

/** Whether there is nothing more to wait for: it is all there, or failed so that only the person or the bank can help. */
export function isSettled({ step, errorCode }: { step: Step; errorCode: string | null }): boolean {
  return step === 'done' || (step === 'failed' && !passing.includes(errorCode));
}
