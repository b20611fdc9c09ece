import { rollUpCoverage, rollUpEnds, sumDays } from '../accounts/roll-up.ts';
import { present } from '../assert.ts';
import { type Day, spanOfDay } from '../dates/day.ts';
import type { Tx } from '../db/transact.ts';
import { judgeAccount } from './judge-account.ts';
import { forgetLostIntervals } from './store-intervals.ts';

/** What a change of an account's rows touched. */
export type Touched = {
  /** days whose counted rows changed */
  readonly counted: ReadonlySet<Day>;
  /** days that a changed row of any status has or had */
  readonly seen: ReadonlySet<Day>;
};
export const nothingTouched: Touched = { counted: new Set(), seen: new Set() };

/**
 * Makes everything that is derived of an account's rows and anchors true again after a change, in the caller's transaction:
 * day sums, proof intervals, day ends, coverage. Its cost grows with the days that were touched and not with history. New
 * anchors are found by themselves. Ends with what `rederiveAccount` would give.
 *
 * @param touched 'everything': where the account's currency changed, and with it which rows count
 */
export async function settleAccount(
  tx: Tx,
  accountId: string,
  touched: Touched | 'everything',
  now: Date,
): Promise<void> {
  if (touched === 'everything') return rederiveAccount(tx, accountId, now);
  const account = await readAccount(tx, accountId);
  await sumDays(tx, accountId, [...touched.counted]);
  const seen = [...touched.seen].sort();
  const [first, last] = [seen[0], seen.at(-1)];
  const changed =
    first && last ? { from: spanOfDay(first, account.zone).from, to: spanOfDay(last, account.zone).to } : null;
  const judged = await judgeAccount(tx, account, changed, account.storedAttemptAt, now);
  if (judged) await rollUpEnds(tx, accountId, judged.range, judged.stated);
  else if (first && touched.counted.size > 0) await rollUpEnds(tx, accountId, { from: first, to: null }, []);
  if (touched.counted.size > 0) await rollUpCoverage(tx, accountId);
}

/** Derives everything anew from the account's rows and anchors, as after its history went over to another account. */
export async function rederiveAccount(tx: Tx, accountId: string, now: Date): Promise<void> {
  const account = await readAccount(tx, accountId);
  await forgetLostIntervals(tx, accountId);
  await sumDays(tx, accountId, 'all');
  const judged = await judgeAccount(tx, account, 'all', account.storedAttemptAt, now);
  await rollUpEnds(tx, accountId, { from: null, to: null }, judged?.stated ?? []);
  await rollUpCoverage(tx, accountId);
}

type Settled = { id: string; zone: string; storedAttemptAt: Date | null };

async function readAccount(tx: Tx, accountId: string): Promise<Settled> {
  const [account] = await tx.$queryRaw<Settled[]>`
    SELECT a.id, h.time_zone AS zone, f.stored_attempt_at AS "storedAttemptAt"
    FROM account a JOIN household h ON h.id = a.household_id
    LEFT JOIN account_freshness f ON f.account_id = a.id AND f.feature = 'transactions'
    WHERE a.id = ${accountId}::uuid`;
  return present(account, 'the account to settle, in this household');
}
