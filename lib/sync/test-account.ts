import { afterEach } from 'vitest';
import { type TestBank, testBank } from '../bank/stripe/test-bank.ts';
import { newViewer, type TestDatabase, testDatabase } from '../db/test-database.ts';
import type { Viewer } from '../db/viewer.ts';
import { linkAs } from '../linking/test-linking.ts';
import { checkingOf, letGo, type TestAccount, type TestWorkers, testWorkers } from './test-work.ts';

/** A database, a bank and a person who has linked there, with questions about one account: what a test of its sync needs. */
export type Scene = TestWorkers & {
  readonly db: TestDatabase;
  readonly bank: TestBank;
  /** A person of the bank, with the accounts linked and everything that follows done. */
  linked(household?: string): Promise<{ viewer: Viewer; account: TestAccount }>;
  addRow(account: TestAccount, amount: number, description: string, status?: string): Promise<{ row: string }>;
  /** The runs of the account's sync, in the order in which they ended. */
  runs(account: TestAccount): Promise<LoggedRun[]>;
  /** The rows that the bank has, and those that we hold, as lines that can be compared. */
  truth(account: TestAccount): Promise<string[]>;
  held(account: TestAccount): Promise<string[]>;
};

export type LoggedRun = {
  state: string;
  cause: string;
  added: number;
  changed: number;
  fetched: number;
  error_code: string | null;
};

export const syncOf = ({ id: accountId, householdId }: TestAccount) => ({
  accountId,
  householdId,
  cause: 'event' as const,
});

/** Called at the top of a test file. After each test the bank lets go of whom it linked. */
export function testScene(): Scene {
  const db = testDatabase({ BALANCE_EVERY_HOURS: '0' });
  const bank = testBank();
  const workers = testWorkers(db, bank);

  afterEach(async () => {
    await letGo(db, bank);
    await workers.newEvents();
  });

  return {
    ...workers,
    db,
    bank,
    async linked(household = 'student') {
      const viewer = await newViewer();
      await linkAs(viewer, bank, { purpose: 'link', permissions: ['ownership'] }, household);
      await workers.settleEvents();
      return { viewer, account: await checkingOf(db, viewer.householdId) };
    },
    addRow({ ref }, amount, description, status = 'posted') {
      return bank.control('/rows', { action: 'add', account: ref, amount, description, status });
    },
    runs({ id }) {
      return db.query('SELECT * FROM sync_run WHERE account_id = $1 ORDER BY xmin::text::bigint', [id]);
    },
    async truth({ ref }) {
      return (await rowsAtBank(bank, ref)).map(({ id, amount, status }) => `${id} ${amount} ${status}`).sort();
    },
    async held({ id }) {
      const rows = await db.query<{ line: string }>(
        `SELECT bank_ref || ' ' || amount_minor || ' ' || status AS line FROM "transaction" WHERE account_id = $1`,
        [id],
      );
      return rows.map(({ line }) => line).sort();
    },
  };
}

type BankRow = { id: string; amount: number; status: string };

async function rowsAtBank(bank: TestBank, ref: string): Promise<BankRow[]> {
  const all: BankRow[] = [];
  for (let after = ''; ; after = `&starting_after=${all.at(-1)?.id}`) {
    const address = `${bank.url}/v1/financial_connections/transactions?account=${ref}&limit=100${after}`;
    const response = await fetch(address, { headers: { authorization: `Bearer ${process.env.STRIPE_SECRET_KEY}` } });
    const page = (await response.json()) as { data: BankRow[]; has_more: boolean };
    all.push(...page.data);
    if (!page.has_more) return all;
  }
}
