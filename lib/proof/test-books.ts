import { bankDayOf, type Day } from '../dates/day.ts';
import { newViewer } from '../db/test-database.ts';
import { transactFor } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { newId } from '../ids.ts';
import type { Query } from '../ledger/test-ledger.ts';
import type { PostedRow } from './placement.ts';
import { rederiveAccount, settleAccount } from './settle-account.ts';

export const zone = 'America/New_York';
const now = new Date('2026-11-20T12:00:00Z');

/** One account of one household. */
export type Books = { viewer: Viewer; householdId: string; accountId: string };

/** The day that a row is shown under. */
export const shownOn = (row: PostedRow) => bankDayOf(row.postedAt, zone);

/** Writes an account's rows, balances and readings past all policies, and settles as the sync does. `query` as `TestDatabase.query`. */
export function testBooks(query: Query) {
  async function newBooks(): Promise<Books> {
    const viewer = await newViewer({ timeZone: zone });
    const { householdId, userId } = viewer;
    const [connectionId, accountId] = [newId(), newId()];
    await query('INSERT INTO connection VALUES ($1, $2, $3, $4, $5)', [connectionId, householdId, userId, 'Bank', now]);
    await query(
      `INSERT INTO account (id, household_id, connection_id, institution_name, category, subcategory, currency, status,
      permissions, linked_at) VALUES ($1, $2, $3, 'Bank', 'cash', 'checking', 'USD', 'active', '{balances,transactions}', $4)`,
      [accountId, householdId, connectionId, now],
    );
    return { viewer, householdId, accountId };
  }

  async function putRow({ householdId, accountId }: Books, row: PostedRow, status = 'posted', currency = 'USD') {
    await query(
      `INSERT INTO "transaction" (id, household_id, account_id, bank_ref, amount_minor, currency, description, status, day,
      transacted_at, posted_at, bank_updated_at, refresh_ref, first_run_id, last_run_id)
     VALUES ($1, $2, $3, $4, $5, $10, 'ROW', $6, $7, $8, $9, $8, 'refresh', $1, $1)
     ON CONFLICT (bank_ref) DO UPDATE SET status = excluded.status, amount_minor = excluded.amount_minor,
       posted_at = excluded.posted_at, day = excluded.day`,
      [
        row.id,
        householdId,
        accountId,
        `${accountId} ${row.ref}`,
        row.amountMinor,
        status,
        shownOn(row),
        row.transactedAt,
        row.postedAt,
        currency,
      ],
    );
  }

  async function putAnchor({ householdId, accountId }: Books, id: string, asOf: Date, currentMinor: bigint) {
    await query(`INSERT INTO balance_anchor VALUES ($1, $2, $3, $4, $5, NULL, 'USD', $4, $4)`, [
      id,
      householdId,
      accountId,
      asOf,
      currentMinor,
    ]);
  }

  async function askedAt({ householdId, accountId }: Books, at: Date) {
    await query(
      `INSERT INTO account_freshness (account_id, household_id, feature, state, stored_attempt_at)
     VALUES ($1, $2, 'transactions', 'succeeded', $3)
     ON CONFLICT (account_id, feature) DO UPDATE
       SET stored_attempt_at = greatest(excluded.stored_attempt_at, account_freshness.stored_attempt_at)`,
      [accountId, householdId, at],
    );
  }

  const settle = (books: Books, days: Iterable<Day>) => {
    const touched = new Set(days);
    return transactFor(books.householdId, (tx) =>
      settleAccount(tx, books.accountId, { counted: touched, seen: touched }, now),
    );
  };
  const rederive = (books: Books) => transactFor(books.householdId, (tx) => rederiveAccount(tx, books.accountId, now));

  return { newBooks, putRow, putAnchor, askedAt, settle, rederive };
}
