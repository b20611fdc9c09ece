import type { Day } from '../dates/day.ts';
import type { Tx } from '../db/transact.ts';
import { permissionViews } from './account-query.ts';
import { arrivalStep, isSettled } from './arrival.ts';
import { accountFacts } from './card-query.ts';
import { postedRowCounts } from './row-count-query.ts';
import type { ArrivalView, SyncRunView } from './view.ts';

/**
 * How far the named accounts have come; ids that are not the household's are as if they were not named. One that was
 * recognized meanwhile as an account held before exists no more: that one stands for it.
 */
export async function arrival(tx: Tx, accountIds: readonly string[], today: Day, wallNow: Date): Promise<ArrivalView> {
  const all = await accountFacts(tx, today, wallNow);
  const named = await followed(tx, accountIds);
  const facts = all.filter((account) => named.has(account.id));
  const ids = facts.map((account) => account.id);
  const rowCounts = await postedRowCounts(tx, ids);
  const runs = await tx.$queryRaw<(Pick<SyncRunView, 'state' | 'errorCode'> & { accountId: string })[]>`
    SELECT DISTINCT ON (account_id) account_id AS "accountId", state, error_code AS "errorCode" FROM sync_run
    WHERE account_id = ANY(${ids}::uuid[]) ORDER BY account_id, started_at DESC, id`;
  const permissions = await permissionViews(tx, facts);
  const accounts = facts.map((account) => {
    const run = runs.find((one) => one.accountId === account.id) ?? null;
    const rowCount = rowCounts.get(account.id) ?? 0;
    const balances = permissions.get(account.id)?.find((one) => one.permission === 'balances');
    const step = arrivalStep({
      newestRun: run,
      hasRows: rowCount > 0,
      hasBalance: account.balance !== null,
      balanceRead: balances?.isGranted ? (balances.read?.state ?? 'never') : 'not-allowed',
    });
    const { id, name, institutionName, last4, balance, proof, isStale, coverageFrom } = account;
    return {
      ...{ id, name, institutionName, last4, balance, proof, isStale, step, rowCount },
      oldestDay: coverageFrom,
      errorCode: run?.errorCode ?? null,
    };
  });
  return { accounts, isSettled: accounts.every(isSettled) };
}

/** The ids, and those of the accounts that they were found to continue. */
async function followed(tx: Tx, accountIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE named (id) AS (
      SELECT unnest(${[...accountIds]}::uuid[])
      UNION SELECT q.candidate_id FROM relink_question q JOIN named ON q.account_id = named.id AND q.answer = 'same'
    )
    SELECT id FROM named`;
  return new Set(rows.map(({ id }) => id));
}
