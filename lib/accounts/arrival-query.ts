import type { Day } from '../dates/day.ts';
import type { Tx } from '../db/transact.ts';
import { permissionViews } from './account-query.ts';
import { arrivalStep, isSettled } from './arrival.ts';
import { accountFacts } from './card-query.ts';
import { postedRowCounts } from './row-count-query.ts';
import type { ArrivalView, SyncRunView } from './view.ts';

/** How far the named accounts have come; ids that are not the household's are as if they were not named. */
export async function arrival(tx: Tx, accountIds: readonly string[], today: Day, wallNow: Date): Promise<ArrivalView> {
  const all = await accountFacts(tx, today, wallNow);
  const facts = all.filter((account) => accountIds.includes(account.id));
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
