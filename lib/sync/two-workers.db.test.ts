import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { testBank } from '../bank/stripe/test-bank.ts';
import { database } from '../db/client.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { countWorkers } from '../jobs/heartbeat.ts';
import { linkAs } from '../linking/test-linking.ts';
import { chanceOf } from '../proof/simulated-account.ts';
import { testProcess } from './test-process.ts';
import { booksOf, checkingOf, type Event, testWorkers, until } from './test-work.ts';

// What chaos.db.test.ts shows of two processes that a test drives, with two real workers on the real queue: their own claims,
// heartbeats, pauses and announcements, while two other processes take the bank's events, as web servers do. Two people have
// the same accounts. The events of the one come in order; those of the other doubled, in any order and all at once, and at
// first one of the workers is killed in the middle of its work.

const db = testDatabase({ BALANCE_EVERY_HOURS: '0', SWEEP_EVERY_SECONDS: '3600' });
const bank = testBank();
const other = testProcess(bank);
const { newEvents, deliver, settleEvents } = testWorkers(db, bank);
const steps = 2;
const workers: ChildProcess[] = [];

afterAll(() => {
  for (const worker of workers) worker.kill('SIGKILL');
});

async function startWorker(): Promise<ChildProcess> {
  const heartbeats = async () =>
    (await db.query<{ id: string }>('SELECT id FROM worker_heartbeat')).map(({ id }) => id);
  const known = await heartbeats();
  const args = ['--import', './scripts/tether.mjs', 'scripts/worker.ts'];
  const worker = spawn(process.execPath, args, { env: process.env, stdio: 'ignore' });
  workers.push(worker);
  await until(db, async () => (await heartbeats()).some((id) => !known.includes(id)));
  return worker;
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

const eventsOf = ({ refs }: Person, events: readonly Event[]) => events.filter(({ data }) => refs.has(data.object.id));
const running = async () =>
  (await db.query<{ id: string }>(`SELECT id FROM sync_run WHERE state = 'running'`)).map(({ id }) => id);
const isDone = async () => (await db.query(`SELECT 1 FROM pgboss.job WHERE state < 'completed' LIMIT 1`)).length === 0;

/** Delivers to both processes at once, some twice, in any order. */
async function deliverAnyhow(events: readonly Event[], random: () => number): Promise<void> {
  const deliveries = [...events, ...events.filter(() => random() < 0.3)].map((event) => ({ event, at: random() }));
  const doors = [deliver, other.deliver];
  deliveries.sort((a, b) => a.at - b.at);
  await Promise.all(deliveries.map(({ event }, index) => doors[index % 2]?.(event)));
}

/**
 * Kills a worker that has syncs on their way while another has one, too, and lets the time pass after which that is
 * noticed. Until then nobody may write accounts, so that each run stays where it is.
 */
async function killOne(deliverEvents: () => Promise<void>): Promise<void> {
  const victim = await startWorker();
  await db.query('BEGIN');
  await db.query('LOCK TABLE account IN SHARE MODE');
  await deliverEvents();
  // No worker runs more than two syncs at once, so a third is the other one's.
  await until(db, async () => (await running()).length === 2);
  const lost = await running();
  await startWorker();
  await until(db, async () => (await running()).length > 2);
  victim.kill('SIGKILL');
  await once(victim, 'exit');
  await db.query('COMMIT');
  await db.query(`UPDATE pgboss.job SET heartbeat_on = now() - interval '1 minute' WHERE state = 'active'`);
  await db.query(`UPDATE sync_run SET lease_until = now() - interval '1 second' WHERE id = ANY($1)`, [lost]);
  await until(db, async () => {
    await db.query(`UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'`);
    return isDone();
  });
  const crashed = await db.query<{ id: string }>(`SELECT id FROM sync_run WHERE error_code = 'crashed'`);
  expect(crashed.map(({ id }) => id).sort()).toEqual(lost.sort());
  await startWorker();
}

test(`two workers on one database make the same books whatever the order, and when one of them is killed (${steps} seeds)`, async () => {
  await bank.control('/pace', { slotSeconds: { balance: 1, transactions: 3600 } });
  const [calm, chaos] = [await link(), await link()];
  const { ref } = await checkingOf(db, calm.householdId);
  const seeds = fc.sample(fc.noBias(fc.integer({ min: 0, max: 2 ** 31 - 1 })), steps);
  for (const [index, seed] of seeds.entries()) {
    const random = chanceOf(seed);
    const chance = (most: number) => Math.floor(random() * most);
    await bank.control('/advance', { hours: 1 });
    for (let n = 1 + chance(4); n > 0; n -= 1) {
      const status = chance(3) === 0 ? 'pending' : 'posted';
      const row = { account: ref, amount: -1 - chance(90_000), description: `SHOP ${n}`, status };
      await bank.control('/rows', { action: 'add', ...row });
    }
    await bank.control('/advance', { hours: 24 + chance(24) });
    let coming = await newEvents();
    if (index === 0) await killOne(() => deliverAnyhow(eventsOf(chaos, coming), random));
    else await deliverAnyhow(eventsOf(chaos, coming), random);
    while (coming.length > 0) {
      for (const event of eventsOf(calm, coming)) await deliver(event);
      await until(db, isDone);
      coming = await newEvents();
      await deliverAnyhow(eventsOf(chaos, coming), random);
    }
    const said = `with the seeds ${seeds.join(', ')}`;
    expect(await booksOf(db, chaos.householdId), said).toEqual(await booksOf(db, calm.householdId));
    expect(await running(), said).toEqual([]);
  }
  expect((await booksOf(db, chaos.householdId)).intervals.length).toBeGreaterThanOrEqual(steps);
  expect(await countWorkers(database())).toBeGreaterThan(0);
}, 300_000);
