import { accountRow } from './accounts.ts';
import { liveUntil } from './bank.ts';
import { daySeconds, now } from './clock.ts';
import { completeRefresh } from './complete-refresh.ts';
import { nextNumber } from './ids.ts';
import { pendingRefreshes, startRefresh } from './refresh.ts';
import { commit, type World } from './world.ts';

const payees = [
  'BLUE HERON BAKERY',
  'ORCHARD MARKET',
  'PIER 9 COFFEE',
  'HILLTOP FUEL',
  'LANTERN BOOKS',
  'CEDAR PHARMACY',
];

/**
 * Fills the ledger of an account with `count` posted rows, spread evenly over the last `days`, and refreshes it at once.
 * They are older than Stripe's 180 days when `days` says so: a large household is what benchmarks ask for.
 */
export function generateRows(world: World, account: string, count: number, days: number): { rows: number } {
  const made = commit(world, () => {
    const row = accountRow(world, account);
    liveUntil(world, row.bank_account, now(world));
    for (const refresh of pendingRefreshes(world, account)) {
      if (refresh.feature === 'transactions') completeRefresh(world, refresh);
    }
    const until = now(world) - 3_600;
    const from = until - days * daySeconds;
    const edit = nextNumber(world, 'edit');
    const truth = JSON.stringify({
      payee: 'Generated',
      category: 'uncategorized',
      series: null,
      transferPair: null,
      incomeStream: null,
    });
    const insert = world.store.statement('insert into bank_rows values (?, ?, ?, ?, null, null, ?, ?, ?, null, ?, ?)');
    for (let index = 0; index < count; index += 1) {
      const at = from + Math.floor(((index + 1) * (until - from)) / count);
      const mixed = Math.imul(index + 1, 2_654_435_761) >>> 0;
      const amount = index % 20 === 0 ? 5_000 + (mixed % 250_000) : -(100 + (mixed % 12_000));
      const text = `${payees[mixed % payees.length]} ${String(mixed % 10_000).padStart(4, '0')}`;
      const key = `${row.bank_account}.generated.${edit}.${index}`;
      insert.run(key, row.bank_account, amount, text, at, at, at - (at % daySeconds), truth, edit);
    }
    world.store.run('delete from bank_sums where account_key = ?', row.bank_account);
    completeRefresh(world, startRefresh(world, account, 'transactions'));
    return { rows: count };
  });
  world.store.checkpoint();
  return made;
}
