import type { BankRow } from './bank.ts';
import type { World } from './world.ts';

/** A row that Stripe has told, with the bank's ledger line behind it. */
export type ToldRow = BankRow & {
  transaction: string;
  account: string;
  transacted_at: number;
  /** The fault that bends it, or null. */
  bend: string | null;
};

const pageRows = 500;

const page = `
  select transactions.id as "transaction", transactions.account, transactions.transacted_at, transactions.bend, bank_rows.*
  from transactions join bank_rows on bank_rows.key = replace(transactions.bank_row, '#twin', '')
  where transactions.account = ? and (transactions.transacted_at, transactions.id) > (?, ?)
  order by transactions.transacted_at, transactions.id limit ?`;

/** Every told row of an account (`fca_…`), or of all: account by account, oldest first, in pages, so that none holds all. */
export function* toldRows(world: World, account: string | null): Generator<ToldRow[]> {
  const accounts = world.store.all<{ id: string }>('select id from accounts where ?1 is null or id = ?1', account);
  for (const { id } of accounts) {
    let [at, last] = [Number.MIN_SAFE_INTEGER, ''];
    for (;;) {
      const rows = world.store.all<ToldRow>(page, id, at, last, pageRows);
      if (rows.length > 0) yield rows;
      const end = rows.at(-1);
      if (!end || rows.length < pageRows) break;
      [at, last] = [end.transacted_at, end.transaction];
    }
  }
}
