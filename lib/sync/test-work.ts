import type { TestBank } from '../bank/stripe/test-bank.ts';
import type { BankOwner } from '../bank/types.ts';
import { wallNow } from '../clock.ts';
import { readOwners } from '../consent/read-owners.ts';
import { rowContext, unseal } from '../db/seal.ts';
import type { TestDatabase } from '../db/test-database.ts';
import type { JobData, JobName } from '../jobs/jobs.ts';
import { disconnectReplaced } from '../linking/disconnect-replaced.ts';
import { finishLinkJob } from '../linking/finish-link-job.ts';
import { handleBankEvent } from './handle-bank-event.ts';
import { receiveEvent } from './receive-event.ts';
import { recordBalance } from './record-balance.ts';
import { requestBalance } from './request-balance.ts';
import { AccountBusy, syncAccount } from './sync-account.ts';

type Work = { [Name in JobName]?: (data: JobData<Name>, now: Date, attempt: number) => Promise<unknown> };
type Database = Pick<TestDatabase, 'query'>;
type Taken = { id: string; name: JobName; data: never; attempt: number };

const work: Work = {
  'sync-account': syncAccount,
  'finish-link': finishLinkJob,
  'disconnect-replaced': disconnectReplaced,
  'read-owners': readOwners,
  'request-balance': requestBalance,
  'record-balance': recordBalance,
  'handle-bank-event': handleBankEvent,
};

/** Does promised jobs at once: the real queue's rows and keys, without its pauses between tries. */
export type TestWorkers = {
  /** Works until nothing is promised any more, `workers` at once. Returns what was thrown on the way; each was tried again. */
  drain(workers?: number): Promise<unknown[]>;
  /** Gives the bank's events since the last call to `deliver`, as they were made. */
  newEvents(): Promise<Event[]>;
  /** Posts an event to the inbox as the bank would, signed. */
  deliver(event: Event, now?: Date): Promise<void>;
  /** Delivers what the bank has to say, in order and once, and does what is promised, until both are quiet. */
  settleEvents(events?: Event[]): Promise<void>;
};
export type Event = Awaited<ReturnType<TestBank['events']>>[number];

/** An account of a test's household: our id for it, and the bank's. */
export type TestAccount = { readonly id: string; readonly householdId: string; readonly ref: string };

/** The checking account that a person has linked. */
export async function checkingOf(db: TestDatabase, householdId: string): Promise<TestAccount> {
  const [account] = await db.query<TestAccount>(
    `SELECT a.id, a.household_id AS "householdId", r.bank_ref AS ref FROM account a
     JOIN bank_account_ref r ON r.account_id = a.id WHERE a.household_id = $1 AND subcategory = 'checking'`,
    [householdId],
  );
  if (!account) throw new Error('The household has a checking account');
  return account;
}

/** Waits for what others are doing, in this process or elsewhere. */
export async function until(db: Database, holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await db.query('SELECT pg_sleep(0.01)');
}

/** Whether somebody waits for a lock in this test's database. */
export async function isLockAwaited(db: Database): Promise<boolean> {
  // Not pg_stat_activity: within a transaction that always says what it said first.
  const waiting = await db.query(`SELECT 1 FROM pg_locks WHERE NOT granted AND pid IN (
    SELECT pid FROM pg_locks WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()))`);
  return waiting.length > 0;
}

/** Does `work` while an account cannot be written by anybody else: a run of its sync that has begun stays on its way. */
export async function whileHeld<T>(db: Database, accountId: string, work: () => Promise<T>): Promise<T> {
  await db.query('BEGIN');
  try {
    await db.query('SELECT 1 FROM account WHERE id = $1 FOR UPDATE', [accountId]);
    return await work();
  } finally {
    await db.query('COMMIT');
  }
}

/** A world remembers everybody whom an earlier test linked, and they go on making events: this lets go of them all. */
export async function letGo(db: TestDatabase, bank: TestBank): Promise<void> {
  const open = await db.query<{ ref: string }>(
    `SELECT bank_ref AS ref FROM bank_account_ref r JOIN account a ON a.id = r.account_id WHERE a.status <> 'disconnected'`,
  );
  for (const { ref } of open) await bank.control(`/accounts/${ref}/disconnect`, {});
  await db.query(`UPDATE account SET status = 'disconnected'`);
}

/** How often a job is tried before the test gives up on it. */
const mostTries = 40;

export function testWorkers(db: Database, bank: Pick<TestBank, 'now' | 'events' | 'sign'>): TestWorkers {
  let last: string | undefined;
  const thrown: unknown[] = [];

  async function loop(now: Date): Promise<void> {
    for (let job = await take(db); job; job = await take(db)) {
      try {
        const { data, attempt } = job;
        await (work[job.name] as ((data: never, now: Date, attempt: number) => Promise<unknown>) | undefined)?.(
          data,
          now,
          attempt,
        );
        // Not kept as the queue would: each look for work would read all that is done.
        await db.query('DELETE FROM pgboss.job WHERE name = $1 AND id = $2', [job.name, job.id]);
      } catch (error) {
        thrown.push(error);
        const tries = await giveBack(db, job);
        if (error instanceof AccountBusy && tries > 3) await endLeases(db);
      }
    }
  }

  const workers: TestWorkers = {
    async drain(workers = 1) {
      const now = await bank.now();
      thrown.length = 0;
      // A worker that finds nothing goes home, while another may still promise something.
      while (await isWaiting(db)) await Promise.all(Array.from({ length: workers }, () => loop(now)));
      return [...thrown];
    },
    async newEvents() {
      const fresh = await bank.events(last);
      last = fresh.at(-1)?.id ?? last;
      return fresh;
    },
    async deliver(event, now) {
      const body = JSON.stringify(event);
      const at = wallNow();
      await receiveEvent({ body, signature: bank.sign(body, at), wallNow: at, now: now ?? (await bank.now()) });
    },
    async settleEvents(events) {
      let coming = events ?? (await workers.newEvents());
      do {
        const now = await bank.now();
        for (const event of coming) await workers.deliver(event, now);
        await workers.drain();
        coming = await workers.newEvents();
      } while (coming.length > 0);
    },
  };
  return workers;
}

async function isWaiting(db: Database): Promise<boolean> {
  const rows = await db.query(`SELECT 1 FROM pgboss.job WHERE state < 'active' LIMIT 1`);
  return rows.length > 0;
}

/** Takes a job, as the queue does: another of its key may run. */
async function take(db: Database): Promise<Taken | null> {
  const [job] = await db.query<Taken>(
    `UPDATE pgboss.job SET state = 'active', started_on = now(),
       retry_count = CASE WHEN started_on IS NULL THEN retry_count ELSE retry_count + 1 END WHERE (name, id) = (
       SELECT name, id FROM pgboss.job WHERE state < 'active'
       ORDER BY created_on, id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, name, data, retry_count + 1 AS attempt`,
  );
  return job ?? null;
}

/** Nobody waits for a lease in a test: its end comes early, be its worker dead or only slow. */
async function endLeases(db: Database): Promise<void> {
  await db.query(`UPDATE sync_run SET lease_until = now() - interval '1 second' WHERE state = 'running'`);
}

async function giveBack(db: Database, { id, name }: Taken): Promise<number> {
  const [job] = await db.query<{ tries: number }>(
    `UPDATE pgboss.job SET state = 'retry' WHERE name = $1 AND id = $2 RETURNING retry_count + 1 AS tries`,
    [name, id],
  );
  const tries = job?.tries ?? 0;
  if (tries >= mostTries) throw new Error(`The job ${name} failed ${mostTries} times`);
  return tries;
}

/** Everything that a sync is answerable for, of one household, without our own random ids: what has to come out the same. */
export async function booksOf(db: Database, householdId: string): Promise<Books> {
  const rows = await db.query<Line>(
    `SELECT a.display_name || a.last4 AS account, t.amount_minor, t.currency, t.description, t.status, t.day::text,
       t.transacted_at, t.posted_at, t.void_at, t.bank_updated_at
     FROM "transaction" t JOIN account a ON a.id = t.account_id WHERE t.household_id = $1
     ORDER BY 1, t.transacted_at, t.amount_minor, t.description, t.status, t.posted_at, t.bank_updated_at`,
    [householdId],
  );
  const anchors = await db.query<Line>(
    `SELECT a.display_name || a.last4 AS account, b.as_of, b.current_minor, b.available_minor, b.attempted_at
     FROM balance_anchor b JOIN account a ON a.id = b.account_id WHERE b.household_id = $1 ORDER BY 1, b.as_of`,
    [householdId],
  );
  const intervals = await db.query<Line>(
    `SELECT a.display_name || a.last4 AS account, i.from_at, i.to_at, i.state, i.anchor_diff_minor, i.rows_minor,
       i.row_count, i.is_pinned, cardinality(i.before_ids) AS before, cardinality(i.after_ids) AS after,
       jsonb_array_length(i.suspects) AS suspects
     FROM proof_interval i JOIN account a ON a.id = i.account_id WHERE i.household_id = $1 ORDER BY 1, i.to_at`,
    [householdId],
  );
  const days = await db.query<Line>(
    `SELECT a.display_name || a.last4 AS account, d.day::text, d.in_minor, d.out_minor, d.row_count, d.end_minor
     FROM account_day d JOIN account a ON a.id = d.account_id WHERE d.household_id = $1 ORDER BY 1, d.day`,
    [householdId],
  );
  const accounts = await db.query<Line>(
    `SELECT a.display_name || a.last4 AS account, a.status, a.coverage_from::text, f.stored_attempt_at
     FROM account a LEFT JOIN account_freshness f ON f.account_id = a.id AND f.feature = 'transactions'
     WHERE a.household_id = $1 ORDER BY 1`,
    [householdId],
  );
  const sealed = await db.query<{ id: string; account: string; keyId: string; sealed: Uint8Array }>(
    `SELECT o.id, a.display_name || a.last4 AS account, o.key_id AS "keyId", o.sealed
     FROM account_owner o JOIN account a ON a.id = o.account_id WHERE o.household_id = $1 ORDER BY 2, o.position`,
    [householdId],
  );
  const owners = sealed.map(({ id, account, keyId, sealed }) => ({
    account,
    ...unseal<BankOwner>(keyId, sealed, rowContext('account_owner', id)),
  }));
  return { rows, anchors, intervals, days, accounts, owners };
}
type Line = Record<string, unknown>;
export type Books = Record<'rows' | 'anchors' | 'intervals' | 'days' | 'accounts' | 'owners', Line[]>;
