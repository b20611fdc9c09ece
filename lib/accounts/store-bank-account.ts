import type { BankAccount, BankRead, Feature } from '../bank/types.ts';
import { householdOf, type Tx } from '../db/transact.ts';
import { newId } from '../ids.ts';

/**
 * Writes what the bank says of an account: its facts, how each kind of data was last read, and the balance as an anchor.
 * The one place where these are written, by linking, by each sync and by the bank's events.
 *
 * @param readAt wall clock just before the bank was asked. Two answers may cross on their way; the one that was asked for
 *   earlier never replaces the other (its balance is still kept: a balance is true of its own moment for ever).
 * @param now product clock
 * @returns `hasNewCurrency`: the balance says that the account is of another currency than was guessed before there was one,
 *   so what was derived in that is not true
 */
export async function storeBankAccount(
  tx: Tx,
  accountId: string,
  account: BankAccount,
  readAt: Date,
  now: Date,
): Promise<{ hasNewCurrency: boolean }> {
  const { isNewest, hasNewCurrency } = await storeFacts(tx, accountId, account, readAt, now);
  if (isNewest) {
    for (const feature of ['balance', 'transactions', 'ownership'] as const) {
      await storeRead(tx, accountId, feature, account.reads[feature]);
    }
    if (account.status === 'disconnected') await noteEnded(tx, accountId, account, now);
  }
  await storeAnchor(tx, accountId, account, now);
  return { hasNewCurrency };
}

type FactsStored = { isNewest: boolean; hasNewCurrency: boolean };

async function storeFacts(
  tx: Tx,
  accountId: string,
  account: BankAccount,
  readAt: Date,
  now: Date,
): Promise<FactsStored> {
  const disconnectedAt = account.status === 'disconnected' ? now : null;
  // The currency is a guess until the first balance has said it.
  const currency = account.balance?.currency ?? null;
  const [stored] = await tx.$queryRaw<{ hasNewCurrency: boolean }[]>`
    WITH held AS (SELECT id, currency FROM account WHERE id = ${accountId}::uuid FOR NO KEY UPDATE)
    UPDATE account SET
      institution_name = ${account.institutionName}, display_name = ${account.displayName}, last4 = ${account.last4},
      category = ${account.category}, subcategory = ${account.subcategory}, currency = coalesce(${currency}, account.currency),
      status = ${account.status}, permissions = ${account.permissions}::text[],
      expected_deactivation_at = ${account.expectedDeactivationAt}::timestamptz,
      disconnected_at = CASE WHEN ${disconnectedAt}::timestamptz IS NULL THEN NULL
        ELSE coalesce(disconnected_at, ${disconnectedAt}::timestamptz) END,
      read_at = ${readAt}::timestamptz
    FROM held WHERE account.id = held.id AND (read_at IS NULL OR read_at <= ${readAt}::timestamptz)
    RETURNING account.currency <> held.currency AS "hasNewCurrency"`;
  return { isNewest: stored !== undefined, hasNewCurrency: stored?.hasNewCurrency ?? false };
}

/**
 * That access was ended at the bank's own page is noted with the consents, once since the account was last linked: whoever
 * hears of it first, its event or any other reading. What was ended here is noted already.
 */
async function noteEnded(tx: Tx, accountId: string, account: BankAccount, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO consent_event (id, household_id, account_id, kind, permissions, note, at)
    SELECT ${newId()}::uuid, ${householdOf(tx)}::uuid, ${accountId}::uuid, 'disconnected-at-bank',
      ${account.permissions}::text[], ${account.institutionName}, ${now}::timestamptz
    WHERE NOT EXISTS (
      SELECT FROM consent_event e WHERE e.account_id = ${accountId}::uuid AND e.kind IN ('disconnected', 'disconnected-at-bank')
        AND e.at >= coalesce((SELECT max(l.at) FROM consent_event l
          WHERE l.account_id = ${accountId}::uuid AND l.kind IN ('linked', 'linked-again')), '-infinity'))`;
}

async function storeRead(tx: Tx, accountId: string, feature: Feature, read: BankRead): Promise<void> {
  const succeededAt = read.state === 'succeeded' ? read.attemptedAt : null;
  await tx.$executeRaw`
    INSERT INTO account_freshness
      (account_id, household_id, feature, state, attempted_at, succeeded_at, next_available_at)
    VALUES (${accountId}::uuid, ${householdOf(tx)}::uuid, ${feature}, ${read.state}, ${read.attemptedAt}::timestamptz,
      ${succeededAt}::timestamptz, ${read.nextAvailableAt}::timestamptz)
    ON CONFLICT (account_id, feature) DO UPDATE SET
      state = excluded.state, attempted_at = excluded.attempted_at, next_available_at = excluded.next_available_at,
      succeeded_at = coalesce(excluded.succeeded_at, account_freshness.succeeded_at)`;
}

async function storeAnchor(tx: Tx, accountId: string, account: BankAccount, now: Date): Promise<void> {
  const { balance } = account;
  if (balance === null) return;
  await tx.$executeRaw`
    INSERT INTO balance_anchor
      (id, household_id, account_id, as_of, current_minor, available_minor, currency, attempted_at, recorded_at)
    VALUES (${newId()}::uuid, ${householdOf(tx)}::uuid, ${accountId}::uuid, ${balance.asOf}::timestamptz,
      ${balance.currentMinor}, ${balance.availableMinor}, ${balance.currency},
      ${account.reads.balance.attemptedAt ?? balance.asOf}::timestamptz, ${now}::timestamptz)
    ON CONFLICT (account_id, as_of) DO NOTHING`;
}
