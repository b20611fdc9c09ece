import { type AccountRow, accountRow } from './accounts.ts';
import { readBalance } from './balances.ts';
import { bankAccount } from './bank.ts';
import { copyRows } from './copying.ts';
import { takeFault } from './faults.ts';
import { deactivate } from './lifecycle.ts';
import { readOwners } from './owners.ts';
import { concerns, endRefresh, type RefreshRow } from './refresh.ts';
import type { World } from './world.ts';

/** Ends a pending refresh: reads from the bank, or fails, and tells so by its event. */
export function completeRefresh(world: World, refresh: RefreshRow): 'succeeded' | 'failed' {
  const row = accountRow(world, refresh.account);
  const fault = takeFault(
    world,
    ['refresh-fails', 'bank-down'],
    (detail) =>
      concerns(detail, row.id, refresh.feature) &&
      (!detail.institution || detail.institution === bankAccount(row.bank_account).institution),
  );
  const succeeded = fault === null && row.status === 'active' && read(world, row, refresh);
  endRefresh(world, refresh, succeeded ? 'succeeded' : 'failed');
  if (fault?.detail.deactivates) deactivate(world, row.id);
  return succeeded ? 'succeeded' : 'failed';
}

/** Brings the feature's data from the bank's side; false when the bank does not give it. */
function read(world: World, row: AccountRow, refresh: RefreshRow): boolean {
  if (refresh.feature === 'ownership') return readOwners(world, row);
  if (refresh.feature === 'balance') readBalance(world, row);
  else copyRows(world, row, refresh);
  return true;
}
