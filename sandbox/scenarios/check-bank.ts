import { accountObject, refreshState } from '#sandbox/world/accounts.ts';
import { balanceAt, liveUntil } from '#sandbox/world/bank.ts';
import { daySeconds, now } from '#sandbox/world/clock.ts';
import { commit, type World } from '#sandbox/world/world.ts';
import { fullType } from './event-types.ts';
import type { BankAccountExpectation, BankExpectation, HowMany } from './expectation-schema.ts';
import { linkedAccount, type RunState } from './run-state.ts';
import { money } from './words.ts';

/** What does not hold on the bank's side, each with what is there instead; nothing when all holds. */
export function checkBank(
  world: World,
  run: RunState,
  expected: BankExpectation,
  accountKey: (name: string) => string,
): string[] {
  return commit(world, () => [
    ...Object.entries(expected.accounts ?? {}).flatMap(([name, account]) =>
      checkAccount(world, run, accountKey(name), account).map((problem) => `${name}: ${problem}`),
    ),
    ...Object.entries(expected.events ?? {}).flatMap(([type, wanted]) =>
      wanted === undefined ? [] : differs(`events ${type}`, wanted, eventCount(world, run, type)),
    ),
    ...checkDeliveries(world, run, expected.deliveries ?? {}),
  ]);
}

function checkAccount(world: World, run: RunState, key: string, expected: BankAccountExpectation): string[] {
  const row = linkedAccount(world, key);
  if (!row) return ['is not linked'];
  const problems: string[] = [];
  const told = accountObject(row);
  const say = (isSo: boolean, words: string) => {
    if (!isSo) problems.push(words);
  };
  if (expected.status !== undefined)
    say(row.status === expected.status, `status is ${row.status}, not ${expected.status}`);
  if (expected.id !== undefined) {
    const id = run.firstIds[key] === row.id ? 'same' : 'new';
    say(id === expected.id, `the id is ${id === 'same' ? 'the same as at first' : 'a new one'}`);
  }
  if (expected.refresh !== undefined) {
    const status = refreshState(row, 'transactions')?.status ?? 'never asked for';
    say(status === expected.refresh, `the newest reading of rows is ${status}, not ${expected.refresh}`);
  }
  const { balance } = told;
  if (expected.balance !== undefined) {
    liveUntil(world, key, now(world));
    const current = balance?.current.usd;
    const truth = balanceAt(world, key, now(world));
    const words = `the told balance is ${current === undefined ? 'none' : money(current)}, the true one ${money(truth)}`;
    if (expected.balance === 'right') say(current === truth, words);
    else if (expected.balance === 'wrong') say(current !== undefined && current !== truth, words);
    else say(current === expected.balance, `${words}; expected ${money(expected.balance)}`);
  }
  const wantedDays = expected['balance-days-old'];
  if (wantedDays !== undefined) {
    const days = balance ? Math.floor((now(world) - balance.as_of) / daySeconds) : null;
    say(days === wantedDays, `the told balance is ${days ?? 'not there, not'} days old, not ${wantedDays}`);
  }
  for (const rows of expected.rows ?? []) problems.push(...checkRows(world, row.id, rows));
  return problems;
}

type RowsExpectation = NonNullable<BankAccountExpectation['rows']>[number];

function checkRows(world: World, account: string, expected: RowsExpectation): string[] {
  const told = world.store
    .all<{ json: string }>('select json from transactions where account = ?', account)
    .map(({ json }) => JSON.parse(json) as { status: string; amount: number; description: string })
    .filter(({ description }) => description.toLowerCase().includes(expected.text.toLowerCase()));
  const of = (status: string) => told.filter((row) => row.status === status);
  const problems = (['posted', 'pending', 'void'] as const).flatMap((status) => {
    const wanted = expected[status];
    return wanted === undefined ? [] : differs(`rows “${expected.text}” ${status}`, wanted, of(status).length);
  });
  const total = of('posted').reduce((sum, row) => sum + row.amount, 0);
  if (expected.total !== undefined && total !== expected.total) {
    problems.push(`rows “${expected.text}” add up to ${money(total)}, not ${money(expected.total)}`);
  }
  return problems;
}

function eventCount(world: World, run: RunState, type: string): number {
  const count = world.store.get<{ count: number }>(
    'select count(*) as count from events where seq > ? and type = ?',
    run.lastEvent,
    fullType(type),
  );
  return count?.count ?? 0;
}

function checkDeliveries(world: World, run: RunState, expected: NonNullable<BankExpectation['deliveries']>): string[] {
  const count = (condition: string) =>
    world.store.get<{ count: number }>(
      `select count(*) as count from deliveries where id > ? and ${condition}`,
      run.lastDelivery,
    )?.count ?? 0;
  const conditions = {
    delivered: "state = 'delivered'",
    lost: "state = 'lost'",
    waiting: "state = 'waiting'",
    failed: "state = 'failed'",
    repeated: 'attempts > 1',
  } as const;
  return Object.entries(conditions).flatMap(([name, condition]) => {
    const wanted = expected[name as keyof typeof conditions];
    return wanted === undefined ? [] : differs(`deliveries ${name}`, wanted, count(condition));
  });
}

function differs(what: string, wanted: HowMany, found: number): string[] {
  const isSo = wanted === 'some' ? found > 0 : found === wanted;
  return isSo ? [] : [`${what}: ${found}, not ${wanted}`];
}
