import fc from 'fast-check';
import { expect, test } from 'vitest';
import { present } from '../assert.ts';
import { readAccount, requestRefresh } from '../bank/bank.ts';
import { testBank } from '../bank/stripe/test-bank.ts';
import { disconnectAccount } from '../consent/disconnect-account.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { transactFor } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { finishLink } from '../linking/finish-link.ts';
import type { StartLinkInput } from '../linking/input.ts';
import { startLink } from '../linking/start-link.ts';
import { linkAs } from '../linking/test-linking.ts';
import { rederiveAccount } from '../proof/settle-account.ts';
import { chanceOf } from '../proof/simulated-account.ts';
import { replayInbox } from './replay-inbox.ts';
import { patience, sweep } from './sweep.ts';
import { testProcess } from './test-process.ts';
import { booksOf, type Event, letGo, testWorkers } from './test-work.ts';

// Two people who have linked the same accounts of one bank. For the one everything happens in order and once. For the
// other, events are shuffled, doubled and lost, two processes take them and work at once, the bank fails in between, and
// connections to the database are cut in the middle of transactions. Both now and then ask for owners anew, or lose an
// account and link it again. At the end of each step both must have the same books, to the last row.

const db = testDatabase({ BALANCE_EVERY_HOURS: '0' });
const bank = testBank();
const other = testProcess(bank);
const { drain, newEvents, deliver, settleEvents } = testWorkers(db, bank);
const isDeep = process.env.PLUMB_DEEP !== undefined;
const seeds = isDeep ? 1_000 : 50;
/** After so many steps two others link anew: an inbox is replayed as a whole, and would grow for ever. */
const perPair = 50;
/** The household of the bank with the fewest accounts: a seed is to be cheap. */
const household = 'student';

/** What was thrown on the way, by name: a run without trouble would show nothing. */
const troubles = new Set<string>();

/** Rows that have posted or vanished at the bank: of some the app has not heard yet. */
const ended = new Set<string>();

type Chance = (most: number) => number;
/** `holder` is the bank's id of the person: events say whose account they are about. */
type Person = { viewer: Viewer; holder: string };
type Account = { id: string; ref: string };

async function link(): Promise<Person> {
  const viewer = await newViewer();
  await linkAs(viewer, bank, { purpose: 'link', permissions: ['ownership'] }, household);
  await settleEvents();
  const [{ holder = '' } = {}] = await db.query<{ holder: string }>(
    'SELECT bank_ref AS holder FROM bank_holder WHERE user_id = $1',
    [viewer.userId],
  );
  return { viewer, holder };
}

/** The accounts of a person under the bank's ids that are current, in an order that is the same for both. */
function accountsOf({ viewer }: Person): Promise<Account[]> {
  return db.query<Account>(
    `SELECT a.id, r.bank_ref AS ref FROM account a JOIN bank_account_ref r ON r.account_id = a.id AND r.replaced_at IS NULL
     WHERE a.household_id = $1 ORDER BY a.last4, a.linked_at, a.id`,
    [viewer.householdId],
  );
}

const eventsOf = ({ holder }: Person, events: readonly Event[]) =>
  events.filter(({ data }) => data.object.account_holder?.customer === holder);

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

/** Delivers events in any order, some twice, some not at all, to either process, while both are at work. */
async function anyhow(events: readonly Event[], chance: Chance): Promise<void> {
  const kept = events.filter(() => chance(6) > 0);
  const doubled = kept.filter(() => chance(4) === 0);
  const deliveries = shuffled([...kept, ...doubled], chance).map((event) => {
    const door = chance(2) === 0 ? deliver : other.deliver;
    return () => door(event);
  });
  const half = chance(deliveries.length + 1);
  const cutting = cutConnections(chance(5), chance(2 ** 31));
  await deliverAll(deliveries.slice(0, half));
  await Promise.all([work(), deliverAll(deliveries.slice(half))]);
  await cutting.stop();
  await work();
}

/** Both processes do what is promised. */
async function work(): Promise<void> {
  const [thrown, thrownThere] = await Promise.all([drain(), other.drain()]);
  for (const error of thrown) troubles.add(error instanceof Error ? error.name : 'else');
  for (const name of thrownThere) troubles.add(name);
}

/** As the bank does: what is not answered with a 200 is sent again. */
async function deliverAll(deliveries: readonly (() => Promise<void>)[]): Promise<void> {
  const results = await Promise.allSettled(deliveries.map((deliverOne) => deliverOne()));
  const refused = deliveries.filter((_, i) => results[i]?.status === 'rejected');
  if (refused.length > 0) await deliverAll(refused);
}

/**
 * Ends what some of the app's connections are doing, wherever they are, as a dying process or database would. When is a
 * matter of time, so it draws from a chance of its own: the step does the same again from its seed.
 */
function cutConnections(times: number, seed: number): { stop(): Promise<void> } {
  const random = chanceOf(seed);
  let isOver = false;
  const cutting = (async () => {
    for (let left = times; left > 0 && !isOver; ) {
      await db.query('SELECT pg_sleep(0.005)');
      if (random() > 0.3) continue;
      const cut = await db.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'plumb-web' AND state LIKE '%transaction%'
         ORDER BY md5(pid::text || $1) LIMIT 1`,
        [random()],
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

/** What remains when events were lost: the bank's next answers, and sweeps once patience has run out. */
async function sweepUp(person: Person): Promise<void> {
  const now = await bank.now();
  for (let hours = 0; ; hours += 2) {
    const later = new Date(now.getTime() + patience.staleMs + (1 + hours) * patience.retryMs);
    await sweep(later, new Date(Date.now() + 60_000));
    await work();
    const events = eventsOf(person, await newEvents());
    for (const event of events) await deliver(event);
    await work();
    if (events.length === 0) return;
  }
}

/** What the people do, in turn: so that each deed is there, whatever the seeds. */
const turns = [null, 'owners', null, null, 'relinked', null, null, 'owners', null, null, 'disconnected', null] as const;

/**
 * Stores what the bank has of an account that both are about to link again. What it lacks of the rows that the bank gave
 * before decides whether the person is asked, and that depends on the order of events.
 */
async function readToTheEnd(people: readonly Person[], which: number): Promise<void> {
  for (const person of people) await requestRefresh((await accountOf(person, which)).ref, ['transactions']);
  await settleEvents();
}

async function accountOf(person: Person, which: number): Promise<Account> {
  const accounts = await accountsOf(person);
  return present(accounts[which % accounts.length], 'an account of the person');
}

type Dialog = { attemptId: string } | null;

/**
 * What both people do in a step: nothing in most; one account is signed out by its bank and linked again under new ids,
 * or is disconnected and linked again; owners are read anew. Gives the dialog that is not finished yet.
 */
async function act(deed: (typeof turns)[number], which: number, person: Person): Promise<Dialog> {
  if (deed === null) return null;
  const account = await accountOf(person, which);
  if (deed === 'owners') {
    await requestRefresh(account.ref, ['ownership']);
    return null;
  }
  if (deed === 'relinked') {
    await bank.control('/faults', { fault: 'ids-reissued', account: account.ref });
    return dialogOf(person, { purpose: 'relink', accountId: account.id });
  }
  const ended = await disconnectAccount(person.viewer, { accountId: account.id, choice: 'keep' }, await bank.now());
  if (!ended.ok) throw new Error(ended.code);
  return dialogOf(person, { purpose: 'link', permissions: ['ownership'] });
}

async function dialogOf({ viewer }: Person, input: StartLinkInput): Promise<Dialog> {
  const started = await startLink(viewer, input, await bank.now());
  if (!started.ok) throw new Error(started.code);
  await bank.link(started.value.clientSecret, household);
  await bank.control('/refreshes/complete', {});
  return { attemptId: started.value.attemptId };
}

async function step(plain: Person, chaos: Person, turn: number, seed: number): Promise<void> {
  const random = chanceOf(seed);
  const chance: Chance = (most) => Math.floor(random() * most);
  await bank.control('/advance', { hours: 1 });
  for (const { ref } of await accountsOf(plain)) if (chance(2) === 0) await live(chance, ref);
  await bank.control('/advance', { hours: 1 + chance(36) });
  const deed = turns[turn % turns.length] ?? null;
  const which = chance(9);
  if (deed === 'relinked' || deed === 'disconnected') await readToTheEnd([plain, chaos], which);
  const [dialog, chaosDialog] = [await act(deed, which, plain), await act(deed, which, chaos)];
  const now = await bank.now();
  if (dialog) await finishLink(plain.viewer, dialog.attemptId, now);
  const events = await newEvents();
  await settleEvents(eventsOf(plain, events));
  // A connection that is cut comes seldom: the SDK pauses before it asks again.
  const faults = ['unavailable', 'unavailable', 'rate-limited', 'rate-limited', 'slow', 'connection-cut'];
  for (let n = chance(3); n > 0; n -= 1) {
    const fault = faults[chance(faults.length)];
    const detail = { unavailable: { shouldRetry: false }, slow: { ms: 30 } }[fault ?? ''];
    await bank.control('/faults', { fault, path: '/v1/financial_connections', ...detail });
  }
  // The tab may be closed, or come back while the bank's own event finishes the link.
  const tab = chaosDialog && chance(2) === 0 ? finishLink(chaos.viewer, chaosDialog.attemptId, now) : null;
  await Promise.all([tab?.catch(() => undefined), anyhow(eventsOf(chaos, events), chance)]);
  for (let more = await newEvents(); more.length > 0; more = await newEvents()) await anyhow(more, chance);
  await sweepUp(chaos);
  await bank.mend();
}

test(
  `the books are the same whatever happens to events, workers, bank and connections (${seeds} seeds)`,
  async () => {
    await bank.control('/pace', { slotSeconds: { balance: 1, transactions: 0 } });
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
        await step(plain, chaos, n, chosen);
        const books = await booksOf(db, chaos.viewer.householdId);
        await expectOwnersAreCurrent(chaos);
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
    const apart = `SELECT answer FROM relink_question WHERE answer <> 'same' AND household_id = ANY($1)`;
    expect(await db.query(apart, [[plain, chaos].map(({ viewer }) => viewer.householdId)])).toEqual([]);
    expect(provenCount + (await countProven(plain))).toBeGreaterThan(seeds / 4);
  },
  isDeep ? 7_200_000 : 300_000,
);

/** Intervals that are proven with rows in them: books that are the same because they are empty would show nothing. */
async function countProven({ viewer }: Person): Promise<number> {
  const { intervals } = await booksOf(db, viewer.householdId);
  return intervals.filter(({ state, row_count }) => state === 'proven' && Number(row_count) > 0).length;
}

/** The owners that we hold are of the bank's newest reading: their names alone would look the same. */
async function expectOwnersAreCurrent(person: Person): Promise<void> {
  for (const { id, ref } of await accountsOf(person)) {
    const held = await db.query('SELECT DISTINCT ownership_ref AS ref FROM account_owner WHERE account_id = $1', [id]);
    expect(held).toEqual([{ ref: (await readAccount(ref)).ownershipRef }]);
  }
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
