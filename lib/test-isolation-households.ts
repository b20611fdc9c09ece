import { present } from './assert.ts';
import { readAccount, requestRefresh } from './bank/bank.ts';
import type { TestBank } from './bank/stripe/test-bank.ts';
import type { BankAccount, BankTransaction } from './bank/types.ts';
import { readOwners } from './consent/read-owners.ts';
import type { Day } from './dates/day.ts';
import { newViewer, type TestDatabase } from './db/test-database.ts';
import { transact } from './db/transact.ts';
import type { Viewer } from './db/viewer.ts';
import { newId } from './ids.ts';
import { startLink } from './linking/start-link.ts';
import { linkAs } from './linking/test-linking.ts';
import { readCurrentAccount } from './sync/current-account.ts';
import { recordBalance } from './sync/record-balance.ts';
import { requestBalance } from './sync/request-balance.ts';
import { syncAccount } from './sync/sync-account.ts';

/** Everything of the first household that a stranger could have learnt: its ids, at ours and at the bank. */
export type Ids = {
  householdId: string;
  userId: string;
  /** three accounts, the first two of one bank */
  accountIds: string[];
  accountId: string;
  secondId: string;
  thirdId: string;
  bankRefs: string[];
  bankAccount: BankAccount;
  bankRows: BankTransaction[];
  transactionId: string;
  /** the balance that ends an interval of the first account */
  intervalId: string;
  attemptId: string;
  linkedAttemptId: string;
  sessionRef: string;
  holderRef: string;
  questionId: string;
  /** an account that became part of the first one */
  goneId: string;
  runId: string;
  sessionId: string;
  day: Day;
  now: Date;
};

export type Households = {
  owner: Viewer;
  /** owns a household of their own, with accounts and rows: nothing of theirs is asked for */
  stranger: Viewer;
  ids: Ids;
  /** texts that stand in the first household's rows and in nobody else's */
  marks: string[];
  /** the tables of the app; scoped: each row belongs to a household */
  tables: { name: string; isScoped: boolean }[];
};

/** Two households with accounts, rows, two balances, owners and open questions: read from the bank by the ordinary path. */
export async function arrangeHouseholds(db: TestDatabase, bank: TestBank): Promise<Households> {
  const owner = await newViewer({ name: 'Nora Whitcombe' });
  const stranger = await newViewer({ name: 'Elena Oakhurst' });
  await settle(bank, owner, 'salaried');
  await settle(bank, stranger, 'family');
  const ids = await gather(db, bank, owner);
  const tables = await appTables(db);
  return { owner, stranger, ids, tables, marks: await marksOf(db, tables, owner) };
}

/** Another person of a household, in a role. */
export async function member(db: TestDatabase, { householdId }: Viewer, role: Viewer['role']): Promise<Viewer> {
  const other = await newViewer({ role });
  await db.query('UPDATE membership SET household_id = $1 WHERE user_id = $2', [householdId, other.userId]);
  return { ...other, householdId };
}

/** The calls that the bank has been given, newest first. */
export async function requests(bank: TestBank): Promise<object[]> {
  return (await bank.control<{ requests: object[] }>('/requests')).requests;
}

async function settle(bank: TestBank, viewer: Viewer, household: string): Promise<void> {
  const { householdId } = viewer;
  const accounts = await linkAs(viewer, bank, { purpose: 'link', permissions: ['ownership'] }, household);
  for (const days of [0, 2]) {
    await bank.control('/advance', { days });
    if (days > 0) for (const { id } of accounts) await askAgain(viewer, id);
    await bank.control('/refreshes/complete', {});
    const now = await bank.now();
    for (const { id: accountId } of accounts) {
      await syncAccount({ householdId, accountId, cause: 'link' }, now, 1);
      await readOwners({ householdId, accountId }, now);
      await requestBalance({ householdId, accountId }, now);
    }
    await bank.control('/refreshes/complete', {});
    for (const { id: accountId } of accounts) await recordBalance({ householdId, accountId }, await bank.now());
  }
}

/** Has the bank read an account's rows once more. */
async function askAgain(viewer: Viewer, accountId: string): Promise<void> {
  const current = await transact(viewer, (tx) => readCurrentAccount(tx, accountId));
  await requestRefresh(present(current, 'the account').bankRef, ['transactions']);
}

async function gather(db: TestDatabase, bank: TestBank, owner: Viewer): Promise<Ids> {
  const { householdId, userId } = owner;
  const now = await bank.now();
  const one = async <Row extends object>(sql: string, values: unknown[] = [householdId]) =>
    present((await db.query<Row>(sql, values))[0], sql);
  const accounts = await db.query<{ id: string; ref: string }>(
    `SELECT a.id, r.bank_ref AS ref FROM account a JOIN bank_account_ref r ON r.account_id = a.id
     WHERE a.household_id = $1 ORDER BY a.institution_name, a.last4`,
    [householdId],
  );
  const [first, second, third] = accounts;
  if (!first || !second || !third) throw new Error('The household of the test has three accounts');
  const linked = await one<{ id: string }>('SELECT id FROM link_attempt WHERE household_id = $1');
  const started = await startLink(owner, { purpose: 'link', permissions: [] }, now);
  if (!started.ok) throw new Error(started.code);
  const { attemptId } = started.value;
  const attempt = await one<{ ref: string }>('SELECT session_ref AS ref FROM link_attempt WHERE id = $1', [attemptId]);
  const holder = await one<{ ref: string }>('SELECT bank_ref AS ref FROM bank_holder WHERE household_id = $1');
  const row = await one<{ id: string; day: Day }>(
    `SELECT id, day::text AS day FROM transaction WHERE account_id = $1 AND status = 'posted' ORDER BY day DESC LIMIT 1`,
    [first.id],
  );
  const interval = await one<{ id: string }>('SELECT to_anchor_id AS id FROM proof_interval WHERE account_id = $1', [
    first.id,
  ]);
  const questionId = await ask(db, householdId, second.id, first.id, 'open');
  await ask(db, householdId, third.id, second.id, 'waiting');
  const goneId = newId();
  await ask(db, householdId, goneId, first.id, 'same');
  const runId = newId();
  await db.query(
    `INSERT INTO sync_run (id, household_id, account_id, cause, state, started_at, lease_until)
     VALUES ($1, $2, $3, 'event', 'running', $4, $4)`,
    [runId, householdId, third.id, now],
  );
  const sessionId = newId();
  for (const id of [sessionId, newId()]) {
    await db.query(
      `INSERT INTO session (id, token, user_id, expires_at, created_at, updated_at)
       VALUES ($1, $1 || '-token', $2, now() + interval '1 day', now(), now())`,
      [id, userId],
    );
  }
  const bankAccount = await readAccount(first.ref);
  return {
    householdId,
    userId,
    accountIds: accounts.map(({ id }) => id),
    accountId: first.id,
    secondId: second.id,
    thirdId: third.id,
    bankRefs: accounts.map(({ ref }) => ref),
    bankAccount: { ...bankAccount, displayName: 'Renamed by the bank' },
    bankRows: [rowLike(bankAccount, now)],
    transactionId: row.id,
    intervalId: interval.id,
    attemptId,
    linkedAttemptId: linked.id,
    sessionRef: attempt.ref,
    holderRef: holder.ref,
    questionId,
    goneId,
    runId,
    sessionId,
    day: row.day,
    now,
  };
}

async function ask(
  db: TestDatabase,
  householdId: string,
  accountId: string,
  candidateId: string,
  answer: 'open' | 'waiting' | 'same',
): Promise<string> {
  const id = newId();
  const evidence = { agreeing: 1, onlyExisting: 1, onlyIncoming: 1, from: null, to: null };
  await db.query(
    `INSERT INTO relink_question (id, household_id, account_id, candidate_id, evidence, answer, asked_at, answered_at)
     VALUES ($1, $2, $3, $4, $5, $6, now(), CASE WHEN $6 = 'same' THEN now() END)`,
    [id, householdId, accountId, candidateId, evidence, answer],
  );
  return id;
}

function rowLike({ ref, currency }: BankAccount, at: Date): BankTransaction {
  const facts = { amountMinor: -1_234n, currency, description: 'A ROW MORE', status: 'posted' as const };
  const times = { transactedAt: at, postedAt: at, voidAt: null, updatedAt: at };
  return { ref: `row of ${ref}`, refreshRef: 'a refresh', ...facts, ...times };
}

async function appTables(db: TestDatabase): Promise<Households['tables']> {
  return db.query(
    `SELECT c.relname AS name,
       EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'household_id') AS "isScoped"
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind = 'r'
       AND c.relname NOT IN ('_prisma_migrations', 'throttle', 'worker_heartbeat')
     ORDER BY 1`,
  );
}

const moment = /^\d{4}-\d\d-\d\d/;
const shortest = 8;

async function marksOf(db: TestDatabase, tables: Households['tables'], owner: Viewer): Promise<string[]> {
  const found = new Set<string>([owner.userId, owner.email]);
  const others: string[] = [];
  for (const { name, isScoped } of tables) {
    if (!isScoped) continue;
    const rows = await db.query<{ isOwn: boolean; row: object }>(
      `SELECT household_id = $1 AS "isOwn", to_jsonb(t) AS row FROM "${name}" t`,
      [owner.householdId],
    );
    for (const { isOwn, row } of rows) {
      if (isOwn)
        textsIn(row).forEach((text) => {
          found.add(text);
        });
      else others.push(JSON.stringify(row));
    }
  }
  const common = others.join('\n');
  const named = ['Nora Whitcombe', 'nora.whitcombe@example.com', 'Benefit Row'];
  return [...[...found].filter((text) => !moment.test(text) && !common.includes(text)), ...named];
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length >= shortest ? [value] : [];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
  return [];
}
