import type { Prisma } from '#prisma-client/client.ts';
import { database } from './client.ts';

/**
 * The closed list of what is read and written outside a household: where the bank or the clock speaks and nobody knows yet
 * for whom. Everything else goes through `transact` or `transactFor`. The tables of lib/auth, which also stand outside, are
 * reached by lib/auth alone.
 */

/** A transaction outside households: `enqueue` takes it, queries of a household do not. */
export type SystemTx = Prisma.TransactionClient;

/** What is kept of an event of the bank: its own word for what happened, and its id of the account it is about. */
export type InboxEvent = { id: string; type: string; accountRef: string | null; createdAt: Date; receivedAt: Date };

export type StoredEvent = InboxEvent & { householdId: string | null };

/** Whose account a bank id means: ours, in which household. Null when it is none (yet). */
export async function ownersOfBankRef(bankRef: string): Promise<{ householdId: string; accountId: string } | null> {
  return database().bankAccountRef.findUnique({ where: { bankRef }, select: { householdId: true, accountId: true } });
}

/** Every account that is linked, those linked first first: to read all of it anew. */
export function linkedAccounts(): Promise<{ householdId: string; accountId: string }[]> {
  return database().$queryRaw`
    SELECT household_id AS "householdId", id AS "accountId" FROM account WHERE status <> 'disconnected'
    ORDER BY linked_at, id`;
}

/** Which person a holder of the bank is. Null when it is nobody of ours. */
export async function personOfHolderRef(bankRef: string): Promise<{ householdId: string; userId: string } | null> {
  return database().bankHolder.findUnique({ where: { bankRef }, select: { householdId: true, userId: true } });
}

/**
 * Puts an event into the inbox, once: its id is the key. When it is new, `promise` enqueues its work in the same
 * transaction, so that there is never an event without work nor work without its event. Its household is filled in where
 * the account is already known.
 */
export function insertBankEvent(
  event: InboxEvent,
  promise: (tx: SystemTx) => Promise<void>,
): Promise<'stored' | 'duplicate'> {
  const { id, type, accountRef, createdAt, receivedAt } = event;
  return database().$transaction(async (tx) => {
    const stored = await tx.$executeRaw`
      INSERT INTO bank_event (id, household_id, type, account_ref, created_at, received_at)
      VALUES (${id}, (SELECT household_id FROM bank_account_ref WHERE bank_ref = ${accountRef}), ${type}, ${accountRef},
        ${createdAt}, ${receivedAt})
      ON CONFLICT (id) DO NOTHING`;
    if (stored === 0) return 'duplicate';
    await promise(tx);
    return 'stored';
  });
}

/** An event of the inbox, for the job that handles it. */
export function findBankEvent(id: string): Promise<StoredEvent | null> {
  return database().bankEvent.findUnique({ where: { id } });
}

/**
 * Gives events that came before their account to the household that turned out to own it, and returns all events of that
 * account, oldest first.
 */
export function claimBankEvents(accountRef: string, householdId: string): Promise<StoredEvent[]> {
  return database().$transaction(async (tx) => {
    await tx.bankEvent.updateMany({ where: { accountRef, householdId: null }, data: { householdId } });
    return tx.bankEvent.findMany({
      where: { accountRef, householdId },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    });
  });
}

export type SweepRule = {
  /**
   * how long the event of a refresh may take: after that it never came, be the refresh still pending or its rows not stored
   * (milliseconds, from when the bank began it)
   */
  patienceMs: number;
  now: Date;
  /** data last read before this moment: the daily refresh's event never came (product clock) */
  staleSince: Date;
  /** what was tried after this moment, and could not be mended, is left alone for now (product clock) */
  triedSince: Date;
  /** the same where the bank waits for its person, or is in a state that we do not know: seldom mended, and never by us */
  askedSince: Date;
  /** a run whose lease ended before this moment: its worker died (wall clock) */
  leaseBefore: Date;
  /** at most so many accounts, those waiting longest first */
  most: number;
};

/**
 * Linked accounts that should be looked at although no event asks for it, unless a run or the sweep itself (whose run leaves
 * nothing behind while the bank still reads) has only just tried. Old are transactions where they may be read, and
 * else the balance; and transactions are as old as what is stored of them, whatever the bank says it has.
 */
export function accountsToSweep(rule: SweepRule): Promise<{ householdId: string; accountId: string }[]> {
  const { patienceMs, now, staleSince, triedSince, askedSince, leaseBefore, most } = rule;
  return database().$queryRaw`
    SELECT a.household_id AS "householdId", a.id AS "accountId"
    FROM account a
    LEFT JOIN LATERAL (
      SELECT min(f.attempted_at) FILTER (WHERE f.state = 'pending' OR (f.feature = 'transactions' AND f.state = 'succeeded'
            AND 'transactions' = ANY(a.permissions) AND f.attempted_at > coalesce(f.stored_attempt_at, '-infinity')))
          + ${patienceMs}::float8 * interval '1 millisecond' AS due_at,
        max(CASE f.feature WHEN 'transactions' THEN f.stored_attempt_at ELSE f.succeeded_at END) FILTER (WHERE f.feature =
          CASE WHEN 'transactions' = ANY(a.permissions) THEN 'transactions' ELSE 'balance' END) AS read_at
      FROM account_freshness f WHERE f.account_id = a.id
    ) f ON true
    LEFT JOIN LATERAL (
      SELECT coalesce(greatest(a.swept_at, max(r.started_at)), '-infinity') AS tried_at
      FROM sync_run r WHERE r.account_id = a.id
    ) t ON true
    WHERE a.status <> 'disconnected' AND (
      (a.status = 'active' AND f.due_at < ${now}::timestamptz
        AND t.tried_at <= greatest(f.due_at, ${triedSince}::timestamptz))
      OR (a.permissions && ARRAY['transactions', 'balances'] AND coalesce(f.read_at, a.linked_at) < ${staleSince} AND
        t.tried_at <= CASE a.status WHEN 'active' THEN ${triedSince}::timestamptz ELSE ${askedSince}::timestamptz END)
      OR EXISTS (
        SELECT FROM sync_run r WHERE r.account_id = a.id AND r.state = 'running' AND r.lease_until < ${leaseBefore})
    )
    ORDER BY coalesce(f.read_at, a.linked_at), a.id
    LIMIT ${most}`;
}

/** Events that came before their account and still belong to nobody, though the account is ours by now. Oldest first. */
export function eventsOfNewAccounts(
  most: number,
): Promise<{ eventId: string; accountRef: string; householdId: string }[]> {
  return database().$queryRaw`
    SELECT e.id AS "eventId", r.bank_ref AS "accountRef", r.household_id AS "householdId"
    FROM bank_event e JOIN bank_account_ref r ON r.bank_ref = e.account_ref
    WHERE e.household_id IS NULL ORDER BY e.created_at, e.id LIMIT ${most}`;
}

/**
 * Removes events received before a moment about accounts that never became ours: of another app with the same keys, or of a
 * dialog that led to nothing. Returns how many.
 */
export async function forgetStrayEvents(receivedBefore: Date): Promise<number> {
  return database().$executeRaw`
    DELETE FROM bank_event e WHERE e.household_id IS NULL AND e.received_at < ${receivedBefore}
      AND NOT EXISTS (SELECT FROM bank_account_ref r WHERE r.bank_ref = e.account_ref)`;
}

/** Dialogs begun before a moment that nobody came back from: the bank is asked how they ended. Oldest first. */
export function openLinkAttempts(
  startedBefore: Date,
  most: number,
): Promise<{ householdId: string; linkAttemptId: string }[]> {
  return database().$queryRaw`
    SELECT household_id AS "householdId", id AS "linkAttemptId" FROM link_attempt
    WHERE state = 'open' AND started_at < ${startedBefore}
    ORDER BY started_at, id LIMIT ${most}`;
}

/**
 * Ids replaced before a moment under which the bank may still read: it has not confirmed the end, nor refused it after
 * another moment. Oldest first.
 */
export function unendedRefs(
  replacedBefore: Date,
  refusedSince: Date,
  most: number,
): Promise<{ householdId: string; accountRef: string }[]> {
  return database().$queryRaw`
    SELECT household_id AS "householdId", bank_ref AS "accountRef" FROM bank_account_ref
    WHERE replaced_at < ${replacedBefore} AND ended_at IS NULL AND (refused_at IS NULL OR refused_at < ${refusedSince})
    ORDER BY replaced_at, bank_ref LIMIT ${most}`;
}

/** Households that hold owner data sealed with another key than this one: what rotation has left to do. */
export async function householdsToReseal(currentKeyId: string): Promise<string[]> {
  const rows = await database().accountOwner.findMany({
    where: { keyId: { not: currentKeyId } },
    distinct: ['householdId'],
    select: { householdId: true },
  });
  return rows.map(({ householdId }) => householdId);
}

/** Demo households whose person was made before a moment of the wall clock, oldest first: for the sweep, which erases them. */
export async function demoHouseholdsFrom(before: Date, most: number): Promise<string[]> {
  const rows = await database().$queryRaw<{ id: string }[]>`
    SELECT h.id
    FROM household h
    JOIN membership m ON m.household_id = h.id
    JOIN "user" u ON u.id = m.user_id
    WHERE h.is_demo AND u.created_at < ${before}
    GROUP BY h.id
    ORDER BY min(u.created_at)
    LIMIT ${most}`;
  return rows.map(({ id }) => id);
}

/** The receipt of an erasure by its id, which only who asked for it was given; whoever looks at it belongs to no household. */
export function findErasureReceipt(id: string) {
  return database().erasure.findUnique({
    where: { id },
    select: {
      requestedAt: true,
      finishedAt: true,
      accounts: true,
      disconnected: true,
      transactions: true,
      isDemo: true,
    },
  });
}

/** Households whose erasure was promised and is not finished, oldest first: for the sweep, when a job gave up. */
export async function householdsBeingErased(most: number): Promise<string[]> {
  const rows = await database().erasure.findMany({
    where: { finishedAt: null },
    orderBy: { requestedAt: 'asc' },
    take: most,
    select: { householdId: true },
  });
  return rows.map(({ householdId }) => householdId);
}

/** Removes the events of bank ids that an erased household held, also those that had not been given to it. */
export async function forgetEventsOf(client: SystemTx, accountRefs: readonly string[]): Promise<void> {
  await client.bankEvent.deleteMany({ where: { accountRef: { in: [...accountRefs] } } });
}
