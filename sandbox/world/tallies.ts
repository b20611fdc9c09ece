import type { World } from './world.ts';

type Status = 'pending' | 'posted' | 'void';
/** How many rows of each status an account was told, and what they add up to, minor units. A status without rows is left out. */
export type Tally = Partial<Record<Status, { count: number; total: number }>>;

/**
 * The tally of an account. It is counted once and then kept up by `countRow`, so that looking at an account costs the same
 * with ten rows and with a million.
 */
export function tallyOf(world: World, account: string): Tally {
  const known = world.tallies.get(account);
  if (known) return known;
  const rows = world.store.all<{ status: Status; count: number; total: number }>(
    `select json_extract(json, '$.status') as status, count(*) as count, sum(json_extract(json, '$.amount')) as total
     from transactions where account = ? group by 1`,
    account,
  );
  const tally: Tally = Object.fromEntries(rows.map(({ status, count, total }) => [status, { count, total }]));
  world.tallies.set(account, tally);
  return tally;
}

/** Takes note of a row that is told anew, or told otherwise than `before` (its former JSON). */
export function countRow(
  world: World,
  account: string,
  row: { status: Status; amount: number },
  before: string | null,
): void {
  world.hasToldRows = true;
  const tally = world.tallies.get(account);
  if (!tally) return;
  if (before !== null) add(tally, JSON.parse(before) as { status: Status; amount: number }, -1);
  add(tally, row, 1);
}

function add(tally: Tally, row: { status: Status; amount: number }, sign: 1 | -1): void {
  const line = tally[row.status] ?? { count: 0, total: 0 };
  const count = line.count + sign;
  if (count === 0) delete tally[row.status];
  else tally[row.status] = { count, total: line.total + sign * row.amount };
}
