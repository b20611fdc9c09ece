import pg from 'pg';
import { expect } from 'playwright/test';
import type { Bank } from './bank.ts';
import type { Person } from './person.ts';
import type { Stack } from './stack.ts';

/** Looks into the database of a stack, past everything that the app would hide. */
export async function query<Row extends object>(stack: Stack, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: await stack.databaseUrl() });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

type KeptRow = { ref: string; account: string; amount: string; status: string; transactedAt: Date };

/** The bank's current ids of a person's accounts, and every row that stands in their books. */
async function keptBooks(stack: Stack, person: Person): Promise<{ accounts: string[]; rows: KeptRow[] }> {
  const accounts = await query<{ ref: string }>(
    stack,
    `SELECT r.bank_ref AS ref FROM "user" u JOIN membership m ON m.user_id = u.id
     JOIN bank_account_ref r ON r.household_id = m.household_id AND r.replaced_at IS NULL
     WHERE u.email = $1`,
    [person.email],
  );
  const rows = await query<KeptRow>(
    stack,
    `SELECT t.bank_ref AS ref, r.bank_ref AS account, t.amount_minor AS amount, t.status,
       t.transacted_at AS "transactedAt"
     FROM "user" u JOIN membership m ON m.user_id = u.id JOIN transaction t ON t.household_id = m.household_id
     JOIN bank_account_ref r ON r.account_id = t.account_id AND r.replaced_at IS NULL
     WHERE u.email = $1`,
    [person.email],
  );
  return { accounts: accounts.map(({ ref }) => ref), rows };
}

/** What is wrong with a person's books, against what the bank tells of each account: nothing, when they are complete. */
async function faultsOf(stack: Stack, bank: Bank, person: Person): Promise<string[]> {
  const { accounts, rows } = await keptBooks(stack, person);
  if (accounts.length === 0) return ['no account is linked'];
  const faults: string[] = [];
  for (const account of accounts) {
    const told = await bank.toldRows(account);
    const kept = new Map(rows.filter((row) => row.account === account).map((row) => [row.ref, row]));
    // An id given anew tells of a shorter time; what stands in the books from before it stays.
    const since = Math.min(...told.map((row) => row.transacted_at));
    for (const { id, amount, status } of told) {
      const row = kept.get(id);
      if (!row) faults.push(`${account} lacks ${id}`);
      else if (row.status !== status || row.amount !== String(amount)) faults.push(`${account} has another ${id}`);
      kept.delete(id);
    }
    for (const row of kept.values()) {
      const isEarlier = row.transactedAt.getTime() / 1000 < since;
      if (!isEarlier && row.status !== 'void')
        faults.push(`${account} has ${row.ref}, of which the bank knows nothing`);
    }
  }
  return faults;
}

/** Waits until the books hold exactly what the bank tells: every row, each once, to the cent. */
export async function untilBooksComplete(stack: Stack, bank: Bank, person: Person, timeout = 120_000): Promise<void> {
  await expect
    .poll(async () => (await faultsOf(stack, bank, person)).slice(0, 5), {
      timeout,
      message: 'the books hold what the bank tells',
    })
    .toEqual([]);
}

/** How many accounts a person's household has, whatever their state. */
export async function accountCount(stack: Stack, person: Person): Promise<number> {
  const [row] = await query<{ count: string }>(
    stack,
    `SELECT count(*) FROM "user" u JOIN membership m ON m.user_id = u.id
     JOIN account a ON a.household_id = m.household_id WHERE u.email = $1`,
    [person.email],
  );
  return Number(row?.count);
}
