'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { defineForm } from '#app/_shared/action.ts';
import { renameAccount as rename, setInNetWorth as setCounted } from '#lib/accounts/commands.ts';
import { renameAccountInput, setInNetWorthInput } from '#lib/accounts/input.ts';
import { disconnectAccount as disconnect } from '#lib/consent/disconnect-account.ts';
import { disconnectInput, revealOwnersInput } from '#lib/consent/input.ts';
import { revealOwners as reveal } from '#lib/consent/owners.ts';
import { refreshAccountInput } from '#lib/sync/input.ts';
import { refreshAccount as requestRefresh } from '#lib/sync/refresh-account.ts';

export const renameAccount = defineForm(renameAccountInput, async ({ viewer, input }) => {
  await rename(viewer, input);
  refresh();
  return { ok: true, value: null };
});

export const setInNetWorth = defineForm(setInNetWorthInput, async ({ viewer, input }) => {
  const outcome = await setCounted(viewer, input);
  refresh();
  return outcome;
});

/** Asks the bank for news of the account now, if the bank allows it now. */
export const refreshAccount = defineForm<typeof refreshAccountInput, null>(
  refreshAccountInput,
  async ({ viewer, input, now }) => {
    const outcome = await requestRefresh(viewer, input, now);
    refresh();
    return outcome.ok ? { ok: true, value: null } : outcome;
  },
);

/** The owners' names and addresses, for the one who asks. */
export const revealOwners = defineForm(revealOwnersInput, async ({ viewer, input, now }) => {
  const { owners } = await reveal(viewer, input.accountId, now);
  return { ok: true, value: owners };
});

/** Ends the connection at the bank and then keeps or erases what was read. */
export const disconnectAccount = defineForm<typeof disconnectInput, null>(
  disconnectInput,
  async ({ viewer, input, now }) => {
    const outcome = await disconnect(viewer, input, now);
    if (!outcome.ok) return outcome;
    // What stands around the page, and what lies behind it in the browser's history, still shows the account as it was.
    refresh();
    redirect(input.choice === 'erase' ? '/accounts?done=erased' : `/accounts/${input.accountId}`);
  },
);
