import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, test } from 'vitest';
import { testBank } from '../bank/stripe/test-bank.ts';
import { database } from '../db/client.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { countWorkers } from '../jobs/heartbeat.ts';
import { linkAs } from '../linking/test-linking.ts';
import { chanceOf } from '../proof/simulated-account.ts';
import { booksOf, checkingOf, type Event, testWorkers } from './test-work.ts';

// What chaos.db.test.ts shows of two workers in one process, with two real ones on the real queue: their own claims,
// heartbeats, pauses and announcements, while this process is the web server that takes the bank's events. Two people have
// the same accounts. The events of the one come in order, one after another; those of the other doubled, in any order and
// all at once, and in the end one of the workers is killed in the middle of its work.

const db = testDatabase({ BALANCE_EVERY_HOURS: '0', SWEEP_EVERY_SECONDS: '3600' });
const bank = testBank();
const { newEvents, deliver, settleEvents } = testWorkers(db, bank);
const steps = 4;
const workers: ChildProcess[] = [];

afterAll(() => {
  for (const worker of workers) worker.kill('SIGKILL');
});

async function startWorkers(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const args = ['--import', './scripts/tether.mjs', 'scripts/worker.ts'];
    workers.push(spawn(process.execPath, args, { env: process.env, stdio: 'ignore' }));
  }
  await until(async () => (await countWorkers(database())) === count);
}

type Person = { householdId: string; refs: Set<string> };

async function link(): Promise<Person> {
  const viewer = await newViewer();
  const { householdId } = viewer;
  await linkAs(viewer, bank);
  await settleEvents();
  const refs = await db.query<{ ref: string }>('SELECT bank_ref AS ref FROM bank_account_ref WHERE household_id = $1', [
    householdId,
  ]);
  return { householdId, refs: new Set(refs.map(({ ref }) => ref)) };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await db.query('SELECT pg_sleep(0.02)');
}

const countRows = async (sql: string) =>
  Number((await db.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`))[0]?.n);

/** Until the workers have done all that was promised. */
const untilDone = () => until(async () => (await countRows(`pgboss.job WHERE state < 'completed'`)) === 0);

/** Kills a worker while each of them has syncs on their way, and lets the time pass after which that is noticed. */
async function killOne(): Promise<void> {
  const running = `sync_run WHERE state = 'running'`;
  // No worker runs more than two syncs at once.
  await until(async () => (await countRows(running)) >= 3);
  const [victim] = workers;
  victim?.kill('SIGKILL');
  if (victim) await once(victim, 'exit');
  await db.query(`UPDATE pgboss.job SET heartbeat_on = now() - interval '1 minute' WHERE state = 'active'`);
  await db.query(`UPDATE sync_run SET lease_until = now() - interval '1 second' WHERE state = 'running'`);
  await until(async () => {
    await db.query(`UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'`);
    return (await countRows(`pgboss.job WHERE state < 'completed'`)) === 0;
  });
}

test(`two workers on one database make the same books whatever the order, and when one of them is killed (${steps} seeds)`, async () => {
  await bank.control('/pace', { slotSeconds: { balance: 1, transactions: 3600 } });
  const [calm, chaos] = [await link(), await link()];
  const { ref } = await checkingOf(db, calm.householdId);
  await startWorkers(2);
  for (let seed = 1; seed <= steps; seed += 1) {
    const random = chanceOf(seed);
    const chance = (most: number) => Math.floor(random() * most);
    await bank.control('/advance', { hours: 1 });
    for (let n = 1 + chance(4); n > 0; n -= 1) {
      const status = chance(3) === 0 ? 'pending' : 'posted';
      const row = { account: ref, amount: -1 - chance(90_000), description: `SHOP ${n}`, status };
      await bank.control('/rows', { action: 'add', ...row });
    }
    await bank.control('/advance', { hours: 12 + chance(36) });
    const isLast = seed === steps;
    let coming = await newEvents();
    const of = ({ refs }: Person, events: Event[]) => events.filter(({ data }) => refs.has(data.object.id));
    const later: Event[] = [];
    for (; coming.length > 0; coming = await newEvents()) {
      later.push(...of(chaos, coming));
      for (const event of of(calm, coming)) {
        await deliver(event);
        await untilDone();
      }
    }
    if (isLast)
      await bank.control('/faults', { fault: 'slow', ms: 2_500, times: 3, path: '/v1/financial_connections' });
    for (let events = later; events.length > 0; events = of(chaos, await newEvents())) {
      const deliveries = [...events, ...events.filter(() => chance(3) === 0)];
      const order = deliveries.map((event) => ({ event, at: random() })).sort((a, b) => a.at - b.at);
      await Promise.all(order.map(({ event }) => deliver(event)));
      if (isLast && events === later) await killOne();
      await untilDone();
    }
    expect(await booksOf(db, chaos.householdId)).toEqual(await booksOf(db, calm.householdId));
    expect(await countRows(`sync_run WHERE state = 'running'`)).toBe(0);
  }
  expect(await countRows(`sync_run WHERE error_code = 'crashed'`)).toBeGreaterThan(0);
  expect((await booksOf(db, chaos.householdId)).intervals.length).toBeGreaterThanOrEqual(steps);
  expect(await countWorkers(database())).toBeGreaterThan(0);
});
