import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { requestRefresh, walkTransactions } from '#lib/bank/bank.ts';
import type { BankTransaction } from '#lib/bank/types.ts';
import { wallNow } from '#lib/clock.ts';
import { closeDatabase, openDatabase } from '#lib/db/client.ts';
import { transactFor } from '#lib/db/transact.ts';
import type { Viewer } from '#lib/db/viewer.ts';
import { forgetEnv } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { finishLink } from '#lib/linking/finish-link.ts';
import { startLink } from '#lib/linking/start-link.ts';
import { nothingStored, storeRows } from '#lib/sync/store-changes.ts';
import { batchRows, syncAccount } from '#lib/sync/sync-account.ts';
import { type Bank, startBank } from './bank.ts';
import { type Finding, median, number } from './measure.ts';
import type { Stage } from './stage.ts';

const days = 3_650;

type Linked = { householdId: string; accountId: string; ref: string };

/** From the sandbox's pages to committed rows, and the storing part against a bare statement of the same rows. */
export async function measureIngest(stage: Stage, rowCount: number): Promise<Finding[]> {
  const bank = await startBank();
  Object.assign(process.env, stage.environment, { STRIPE_API_URL: bank.url });
  forgetEnv();
  openDatabase('worker');
  try {
    const linked = await linkAccounts(stage, bank);
    const [all, none]: [number[], number[]] = [[], []];
    for (const account of linked) {
      await bank.control('POST', 'rows/generate', { account: account.ref, count: rowCount, days });
      all.push(await timedSync(account));
      none.push(await syncOfNothing(stage, bank, account));
    }
    const peak = await memory();
    const rows = await rowsOf(linked[0] ?? fail());
    return [...endToEnd(rowCount, all, none), peak, await storing(stage, rows, linked[0] ?? fail())];
  } finally {
    await closeDatabase();
    await bank.close();
  }
}

function fail(): never {
  throw new Error('The demo household linked no account');
}

/** A person of the product links all accounts of a household by the ordinary path; the sandbox plays the dialog. */
async function linkAccounts(stage: Stage, bank: Bank): Promise<Linked[]> {
  const person = await stage.newPerson();
  const viewer = {
    ...person,
    role: 'owner',
    timeZone: 'America/New_York',
    currency: 'USD',
    name: 'Bench',
    email: 'bench@example.test',
    isDemo: false,
  } as Viewer;
  const started = await startLink(viewer, { purpose: 'link', permissions: [] }, wallNow());
  if (!started.ok) throw new Error(`The link did not start: ${started.code}`);
  await bank.control('POST', 'demo/link', {
    publishable_key: 'pk_test_bench',
    client_secret: started.value.clientSecret,
  });
  const finished = await finishLink(viewer, started.value.attemptId, wallNow());
  if (!finished.ok || finished.value.outcome !== 'linked') throw new Error('The link did not finish');
  await bank.control('POST', 'refreshes/complete', {});
  return stage.query<Linked>(
    `SELECT household_id AS "householdId", account_id AS "accountId", bank_ref AS ref FROM bank_account_ref WHERE household_id = $1`,
    [person.householdId],
  );
}

async function timedSync({ householdId, accountId }: Linked): Promise<number> {
  const now = wallNow();
  const start = performance.now();
  const outcome = await syncAccount({ householdId, accountId, cause: 'event' }, now, 1);
  const took = performance.now() - start;
  if (outcome !== 'done') throw new Error(`The sync ended as ${outcome}`);
  return took;
}

/** The bank has read again and nothing is new: the sync must write no row. */
async function syncOfNothing(stage: Stage, bank: Bank, account: Linked): Promise<number> {
  await bank.control('POST', 'pace', { slotSeconds: { transactions: 0 } });
  const written = () =>
    stage.query<{ n: string }>(
      "SELECT (count(*) || '/' || max(last_run_id::text)) AS n FROM transaction WHERE account_id = $1",
      [account.accountId],
    );
  const before = await written();
  await requestRefresh(account.ref, ['transactions']);
  await bank.control('POST', 'refreshes/complete', {});
  const took = await timedSync(account);
  const after = await written();
  if (before[0]?.n !== after[0]?.n) throw new Error('A sync of nothing wrote rows');
  return took;
}

async function rowsOf({ ref }: Linked): Promise<BankTransaction[]> {
  const rows: BankTransaction[] = [];
  for await (const page of walkTransactions(ref, null)) rows.push(...page);
  return rows;
}

function endToEnd(rowCount: number, all: number[], none: number[]): Finding[] {
  const [took, idle] = [median(all), median(none)];
  const rate = rowCount / (took / 1000);
  return [
    {
      what: `sync of ${rowCount.toLocaleString('en-US')} rows, from the bank's pages to committed books`,
      product: `${number(rate)} rows/s`,
      control: '20,000 rows/s',
      ratio: rate / 20_000,
      goal: '≥ 20,000 rows/s',
      isMet: rate >= 20_000,
      note: `runs ${all.map((ms) => `${number(ms / 1000)} s`).join(', ')}`,
    },
    {
      what: 'sync that finds nothing new against one that brings all',
      product: `${number(idle)} ms`,
      control: `${number(took)} ms`,
      ratio: took / idle,
      goal: '≥ 5 × faster',
      isMet: took / idle >= 5,
    },
  ];
}

/** The same rows, once by the product's way and once by a bare statement, each three times in turn, into empty tables. */
async function storing(
  stage: Stage,
  rows: readonly BankTransaction[],
  { householdId, accountId }: Linked,
): Promise<Finding> {
  const [own, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < 3; round += 1) {
    bare.push(await storeBare(stage, rows, { householdId, accountId }));
    await stage.query('TRUNCATE "transaction"');
    own.push(await storeOwn(rows, { householdId, accountId }));
  }
  const rate = (took: number) => rows.length / (took / 1000);
  const [product, control] = [rate(median(own)), rate(median(bare))];
  return {
    what: `storing ${rows.length.toLocaleString('en-US')} rows against a bare INSERT … ON CONFLICT`,
    product: `${number(product)} rows/s`,
    control: `${number(control)} rows/s`,
    ratio: product / control,
    goal: '≥ 0.6 ×',
    isMet: product / control >= 0.6,
    note: `bare ${bare.map((ms) => number(rate(ms))).join(', ')}`,
  };
}

type Target = { householdId: string; accountId: string };

async function storeOwn(rows: readonly BankTransaction[], { householdId, accountId }: Target): Promise<number> {
  const target = { accountId, runId: newId(), zone: 'America/New_York' };
  const start = performance.now();
  await transactFor(
    householdId,
    async (tx) => {
      const stored = nothingStored();
      for (let at = 0; at < rows.length; at += batchRows)
        await storeRows(tx, target, rows.slice(at, at + batchRows), stored);
    },
    { timeoutMs: 600_000 },
  );
  return performance.now() - start;
}

async function storeBare(
  stage: Stage,
  rows: readonly BankTransaction[],
  { householdId, accountId }: Target,
): Promise<number> {
  await stage.query('DROP TABLE IF EXISTS bare');
  await stage.query('CREATE TABLE bare (LIKE "transaction" INCLUDING ALL)');
  const client = new pg.Client({ connectionString: stage.environment.DATABASE_URL });
  await client.connect();
  const runId = newId();
  const start = performance.now();
  await client.query('BEGIN');
  for (let at = 0; at < rows.length; at += batchRows) {
    const batch = rows.slice(at, at + batchRows);
    await client.query(
      `INSERT INTO bare (id, household_id, account_id, bank_ref, amount_minor, currency, description, status, day, transacted_at,
         posted_at, void_at, bank_updated_at, refresh_ref, first_run_id, last_run_id)
       SELECT gen_random_uuid(), $1, $2, r.bank_ref, r.amount_minor, 'USD', r.description, r.status, r.transacted_at::date, r.transacted_at,
         r.posted_at, NULL, r.updated_at, 'refresh', $3, $3
       FROM unnest($4::text[], $5::bigint[], $6::text[], $7::text[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[])
         AS r(bank_ref, amount_minor, description, status, transacted_at, posted_at, updated_at)
       ON CONFLICT (bank_ref) DO UPDATE SET amount_minor = excluded.amount_minor, description = excluded.description, status = excluded.status`,
      [
        householdId,
        accountId,
        runId,
        batch.map((row) => row.ref),
        batch.map((row) => String(row.amountMinor)),
        batch.map((row) => row.description),
        batch.map((row) => row.status),
        batch.map((row) => row.transactedAt.toISOString()),
        batch.map((row) => row.postedAt?.toISOString() ?? null),
        batch.map((row) => row.updatedAt.toISOString()),
      ],
    );
  }
  await client.query('COMMIT');
  const took = performance.now() - start;
  await client.end();
  return took;
}

/** The most memory that this process has used until here: it has synced three accounts and done little else. */
async function memory(): Promise<Finding> {
  const peak = Number(/VmHWM:\s+(\d+)/.exec(await readFile('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
  return {
    what: 'peak memory of the process that synced',
    product: `${number(peak)} MB`,
    control: '400 MB',
    ratio: peak / 400,
    goal: '≤ 400 MB',
    isMet: peak <= 400,
  };
}
