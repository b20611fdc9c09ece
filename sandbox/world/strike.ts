import { updateAccount } from './accounts.ts';
import type { FaultAtOnce, FaultDetail } from './faults.ts';
import { bendLedger } from './ledger-edits.ts';
import { close, deactivate, disconnect } from './lifecycle.ts';
import type { World } from './world.ts';

/** A fault that is over as soon as it is called strikes an account. */
export function strike(world: World, fault: FaultAtOnce, detail: FaultDetail) {
  const account = detail.account ?? '';
  if (fault === 'account-deactivated') deactivate(world, account);
  else if (fault === 'account-closed') close(world, account);
  else if (fault === 'account-disconnected') disconnect(world, account);
  else if (fault === 'ids-reissued') {
    updateAccount(world, account, { reissue: 1 });
    deactivate(world, account);
  } else bendLedger(world, fault, account, detail);
  return { id: null, name: fault, detail, remaining: 0 };
}
