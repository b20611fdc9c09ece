import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testBank } from '../bank/stripe/test-bank.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { transactFor } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { linkAs } from '../linking/test-linking.ts';
import { rederiveAccount } from '../proof/settle-account.ts';
import { chanceOf } from '../proof/simulated-account.ts';
import { replayInbox } from './replay-inbox.ts';
import { patience, sweep } from './sweep.ts';
import { booksOf, type Event, letGo, testWorkers } from './test-work.ts';

// Two people who have linked the same accounts of one bank. For the one everything happens in order and once. For the
// other, events are shuffled, doubled and lost, two workers run at once, the bank fails in between, and connections to the
// database are cut in the middle of transactions. At the end of each step both must have the same books, to the last row.

const db = testDatabase({ BALANCE_EVERY_HOURS: '0' });
const bank = testBank();
const { drain, newEvents, deliver, settleEvents } = testWorkers(db, bank);
const isDeep = process.env.PLUMB_DEEP !== undefined;
const seeds = isDeep ? 1_000 : 50;
/** After so many steps two others link anew: an inbox is replayed as a whole, and would grow for ever. */
const perPair = 50;

/** What was thrown on the way, by name: a run without trouble would show nothing. */
const troubles = new Set<string>();

/** Rows that have posted or vanished at the bank: of some the app has not heard yet. */
const ended = new Set<string>();

type Chance = (most: number) => number;
type Person = { viewer: Viewer; refs: Set<string> };

async function link(): Promise<Person> {
  const viewer = await newViewer();
  await linkAs(viewer, bank);
  await settleEvents();
  const refs = await db.query<{ ref: string }>(
    'SELECT bank_ref AS ref FROM bank_account_ref WHERE household_id = $1 ORDER BY bank_ref',
    [viewer.householdId],
  );
  return { viewer, refs: new Set(refs.map(({ ref }) => ref)) };
}

/** What the bank's customers do in a while: purchases, and pending rows that post with another amount, change or vanish. */
async function live(chance: Chance, ref: string): Promise<void> {
  const now = (await bank.now()).getTime();
  for (let n = chance(4); n > 0; n -= 1) {
    const daysBack = chance(8) === 0 ? chance(4) : 0;
    const at = new Date(now - daysBack * 86_400_000 - chance(3_000) * 1000).toISOString();
    const status = chance(3) === 0 ? 'pending' : 'posted';
    const amount = -1 - chance(90_000);
    await bank.control('/rows', { action: 'add', account: ref, amount, description: `SHOP ${n}`, at, status });
  }
  const pending = await db.query<{ ref: string }>(
    `SELECT t.bank_ref AS ref FROM "transaction" t JOIN bank_account_ref r USING (account_id)
     WHERE r.bank_ref = $1 AND t.status = 'pending' AND t.description LIKE 'SHOP %' ORDER BY t.amount_minor`,
    [ref],
  );
  for (const { ref: row } of pending) {
    const fate = chance(4);
    if (fate < 2 && !ended.has(row)) {
      ended.add(row);
      const posts = { action: 'post', row, amount: -1 - chance(90_000) };
      await bank.control('/rows', fate === 0 ? { action: 'void', row } : posts);
    }
    if (fate === 2) await bank.control('/rows', { action: 'alter', row, description: `SHOP ${chance(9)} AGAIN` });
  }
}

function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(chance(left.length), 1));
}

/** Delivers events in any order, some twice, some not at all, while two workers are at work. */
async function anyhow(events: readonly Event[], chance: Chance): Promise<void> {
  const kept = events.filter(() => chance(6) > 0);
  const doubled = kept.filter(() => chance(4) === 0);
  const deliveries = shuffled([...kept, ...doubled], chance);
  const half = chance(deliveries.length + 1);
  const cutting = cutConnections(chance(5), chance);
  await deliverAll(deliveries.slice(0, half));
  const [thrown] = await Promise.all([drain(2), deliverAll(deliveries.slice(half))]);
  await cutting.stop();
  for (const error of [...thrown, ...(await drain(2))]) troubles.add(error instanceof Error ? error.name : 'else');
}

/** As the bank does: what is not answered with a 200 is sent again. */
async function deliverAll(events: readonly Event[]): Promise<void> {
  const results = await Promise.allSettled(events.map(deliver));
  const refused = events.filter((_, i) => results[i]?.status === 'rejected');
  if (refused.length > 0) await deliverAll(refused);
}

/** Ends what some of the app's connections are doing, wherever they are, as a dying process or database would. */
function cutConnections(times: number, chance: Chance): { stop(): Promise<void> } {
  let isOver = false;
  const cutting = (async () => {
    for (let left = times; left > 0 && !isOver; ) {
      const cut = await db.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'plumb-web' AND state LIKE '%transaction%'
           AND $1 = 0
         ORDER BY md5(pid::text || $2) LIMIT 1`,
        [chance(40), chance(1_000)],
      );
      left -= cut.length;
    }
  })();
  return {
    stop: () => {
      isOver = true;
      return cutting;
    },
  };
}

/** What remains when events were lost: the bank's next answers, and a sweep once patience has run out. */
async function sweepUp(refs: ReadonlySet<string>): Promise<void> {
  for (;;) {
    const now = await bank.now();
    const later = new Date(now.getTime() + patience.staleMs + patience.retryMs);
    const { accounts } = await sweep(later, new Date(Date.now() + 60_000));
    await drain(2);
    const events = (await newEvents()).filter(({ data }) => refs.has(data.object.id));
    for (const event of events) await deliver(event);
    await drain(2);
    if (accounts === 0 || events.length === 0) return;
  }
}

async function step(plain: Person, chaos: Person, seed: number): Promise<void> {
  const random = chanceOf(seed);
  const chance: Chance = (most) => Math.floor(random() * most);
  await bank.control('/advance', { hours: 1 });
  for (const ref of plain.refs) if (chance(2) === 0) await live(chance, ref);
  await bank.control('/advance', { hours: 1 + chance(60) });
  const events = await newEvents();
  const of = ({ refs }: Person) => events.filter(({ data }) => refs.has(data.object.id));
  await settleEvents(of(plain));
  const faults = ['unavailable', 'connection-cut', 'rate-limited', 'slow'];
  for (let n = chance(3); n > 0; n -= 1) {
    const fault = faults[chance(faults.length)];
    const times = fault === 'unavailable' ? 3 : 1;
    const path = '/v1/financial_connections';
    await bank.control('/faults', { fault, times, path, ...(fault === 'slow' ? { ms: 30 } : {}) });
  }
  await anyhow(of(chaos), chance);
  for (let more = await newEvents(); more.length > 0; more = await newEvents()) await anyhow(more, chance);
  await sweepUp(chaos.refs);
}

test(
  `the books are the same whatever happens to events, workers, bank and connections (${seeds} seeds)`,
  async () => {
    await bank.control('/pace', { slotSeconds: { balance: 1, transactions: 3600 } });
    let [plain, chaos] = [await link(), await link()];
    let provenCount = 0;
    const seed = fc.noBias(fc.integer({ min: 0, max: 2 ** 31 - 1 }));
    let n = 0;
    await fc.assert(
      fc.asyncProperty(seed, async (chosen) => {
        if (n > 0 && n % perPair === 0) {
          provenCount += await countProven(plain);
          await letGo(db, bank);
          await settleEvents();
          [plain, chaos] = [await link(), await link()];
        }
        n += 1;
        await step(plain, chaos, chosen);
        const books = await booksOf(db, chaos.viewer.householdId);
        expect(books).toEqual(await booksOf(db, plain.viewer.householdId));
        const running = await db.query(`SELECT id FROM sync_run WHERE state = 'running'`);
        expect(running).toEqual([]);
        if (n % 10 > 0) return;
        await derivedAnewIs(books, chaos);
        await replayInbox(chaos.viewer.householdId, await anAccountOf(chaos));
        await settleEvents();
        expect(await booksOf(db, chaos.viewer.householdId)).toEqual(books);
      }),
      // A step goes on from where the last one ended, so a smaller case cannot be looked for.
      { numRuns: seeds, endOnFailure: true },
    );
    expect(troubles.size).toBeGreaterThanOrEqual(3);
    expect(provenCount + (await countProven(plain))).toBeGreaterThan(seeds / 4);
  },
  isDeep ? 7_200_000 : 300_000,
);

/** Intervals that are proven with rows in them: books that are the same because they are empty would show nothing. */
async function countProven({ viewer }: Person): Promise<number> {
  const { intervals } = await booksOf(db, viewer.householdId);
  return intervals.filter(({ state, row_count }) => state === 'proven' && Number(row_count) > 0).length;
}

async function derivedAnewIs(books: Awaited<ReturnType<typeof booksOf>>, { viewer }: Person): Promise<void> {
  const { householdId } = viewer;
  const accounts = await db.query<{ id: string }>('SELECT id FROM account WHERE household_id = $1', [householdId]);
  const now = await bank.now();
  for (const { id } of accounts) await transactFor(householdId, (tx) => rederiveAccount(tx, id, now));
  expect(await booksOf(db, householdId)).toEqual(books);
}

async function anAccountOf({ viewer }: Person): Promise<string> {
  const [account] = await db.query<{ id: string }>('SELECT id FROM account WHERE household_id = $1 LIMIT 1', [
    viewer.householdId,
  ]);
  return account?.id ?? '';
}
