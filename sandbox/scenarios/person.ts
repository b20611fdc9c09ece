import { accountRow, updateAccount } from '#sandbox/world/accounts.ts';
import { daySeconds, now } from '#sandbox/world/clock.ts';
import { completeRefresh } from '#sandbox/world/complete-refresh.ts';
import { addDue, dropDue } from '#sandbox/world/due.ts';
import { completeSession, createSession, findSession } from '#sandbox/world/linking.ts';
import { mayRefresh, pendingRefreshes, startRefresh } from '#sandbox/world/refresh.ts';
import { commit, type World } from '#sandbox/world/world.ts';
import { linkedAccount } from './run-state.ts';
import type { PlannedLink } from './scenario.ts';

/** Plays the person and an app that reads what it may, where a scenario runs without either. */

/** Who holds accounts that the sandbox links by itself. */
const playedHolder = { customer: null, account: 'acct_scenario' };

/** Goes through the bank's dialog once: links the accounts, or signs in again with those that are linked. */
export function playLink(world: World, link: PlannedLink): void {
  commit(world, () => {
    const earlier = link.accounts.map((key) => linkedAccount(world, key)).find((row) => row !== null);
    const holder = earlier ? { customer: earlier.customer, account: earlier.holder_account } : playedHolder;
    const session = createSession(world, holder, {
      permissions: [...link.permissions],
      prefetch: (['balances', 'ownership', 'transactions'] as const).filter((one) => link.permissions.includes(one)),
      subcategories: null,
      country: 'US',
      paymentMethodSupport: 'none',
      limit: null,
      manualEntry: 'disabled',
      returnUrl: null,
    });
    const opened = findSession(world, session.id);
    if (!opened) throw new Error('The session is gone');
    const made = completeSession(
      world,
      opened,
      link.accounts.map((bankAccountKey) => ({ bankAccountKey })),
    );
    for (const { id } of made) follow(world, id);
  });
  playReading(world, link.accounts);
}

/** Asks for a daily reading of rows, as an app does once after linking. */
function follow(world: World, account: string): void {
  const row = accountRow(world, account);
  if (!row.permissions.includes('transactions')) return;
  updateAccount(world, account, { subscriptions: '["transactions"]' });
  dropDue(world, account, ['subscription']);
  addDue(world, now(world) + daySeconds, 'subscription', account);
}

/** Asks for rows now; false when the bank may not be asked for them yet. */
export function playAsking(world: World, key: string): boolean {
  const row = linkedAccount(world, key);
  if (!row || !mayRefresh(world, row, 'transactions')) return false;
  commit(world, () => startRefresh(world, row.id, 'transactions'));
  playReading(world, [key]);
  return true;
}

/** Completes what is pending (what hangs stays), then reads a balance of each account, as an app does after rows. */
export function playReading(world: World, keys: readonly string[]): void {
  completePending(world);
  commit(world, () => {
    for (const key of keys) {
      const row = linkedAccount(world, key);
      if (row && isBalanceOlder(row) && mayRefresh(world, row, 'balance')) startRefresh(world, row.id, 'balance');
    }
  });
  completePending(world);
}

function isBalanceOlder(row: { balance_refresh: string | null; transaction_refresh: string | null }): boolean {
  const at = (text: string | null) =>
    text ? (JSON.parse(text) as { last_attempted_at: number }).last_attempted_at : 0;
  return at(row.balance_refresh) < at(row.transaction_refresh);
}

function completePending(world: World): void {
  commit(world, () => {
    for (const refresh of pendingRefreshes(world)) {
      const isStill = pendingRefreshes(world, refresh.account).some(({ seq }) => seq === refresh.seq);
      if (refresh.due_wall_ms !== null && isStill) completeRefresh(world, refresh);
    }
  });
}

/** The keys of accounts that nobody has linked, or that need their person. */
export function notLinked(world: World, keys: readonly string[]): string[] {
  return keys.filter((key) => linkedAccount(world, key)?.status !== 'active');
}
