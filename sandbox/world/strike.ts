import { accountRow } from './accounts.ts';
import { isClosed } from './bank.ts';
import type { FaultAtOnce, FaultDetail } from './faults.ts';
import { bendLedger } from './ledger-edits.ts';
import { close, deactivate, disconnect, reissueOnRelink } from './lifecycle.ts';
import type { World } from './world.ts';

/** A fault that is over as soon as it is called strikes an account. Returns why it did nothing, or null when it did. */
export function strike(world: World, fault: FaultAtOnce, account: string, detail: FaultDetail): string | null {
  if (acts(world, fault, account, detail)) return null;
  const { status, bank_account: key } = accountRow(world, account);
  if (fault === 'row-changed-after-posting') return 'it has no posted row';
  return fault !== 'account-disconnected' && isClosed(world, key) ? 'it is closed' : `it is ${status}`;
}

function acts(world: World, fault: FaultAtOnce, account: string, detail: FaultDetail): boolean {
  if (fault === 'account-deactivated') return deactivate(world, account);
  if (fault === 'account-closed') return close(world, account);
  if (fault === 'account-disconnected') return disconnect(world, account);
  if (fault !== 'ids-reissued') return bendLedger(world, fault, account, detail);
  const isMarked = reissueOnRelink(world, account);
  if (isMarked) deactivate(world, account);
  return isMarked;
}
