import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { account } from '../accounts/account-query.ts';
import { accountDay } from '../accounts/day-query.ts';
import { wallNow } from '../clock.ts';
import { addDays, day, eachDay } from '../dates/day.ts';
import { testDatabase } from '../db/test-database.ts';
import { transact } from '../db/transact.ts';
import { newId } from '../ids.ts';
import type { PostedRow } from '../proof/placement.ts';
import { simulateAccount } from '../proof/simulated-account.ts';
import { type Books, testBooks, zone } from '../proof/test-books.ts';
import { transaction } from './detail-query.ts';
import { everything } from './filter.ts';
import { transactionPage } from './queries.ts';
import { filterTotals } from './totals-query.ts';

const db = testDatabase();
const { newBooks, putRow, putAnchor, askedAt, rederive } = testBooks(db.query);
const isDeep = process.env.PLUMB_DEEP !== undefined;

const read = <T>({ viewer }: Books, work: Parameters<typeof transact<T>>[1]) =>
  transact(viewer, work, { readOnly: true });

type Verdict = { id: string; rowsMinor: string; rowCount: number };
const verdictsOf = ({ accountId }: Books) =>
  db.query<Verdict>(
    `SELECT to_anchor_id AS id, rows_minor AS "rowsMinor", row_count AS "rowCount" FROM proof_interval
     WHERE account_id = $1 ORDER BY to_at`,
    [accountId],
  );

/** What the drawers of an account's rows say: per interval, the rows that name it. */
async function byDrawer(books: Books, rows: readonly PostedRow[]): Promise<Map<string, PostedRow[]>> {
  const named = new Map<string, PostedRow[]>();
  await read(books, async (tx) => {
    for (const row of rows) {
      const interval = (await transaction(tx, row.id))?.interval;
      if (interval) named.set(interval.id, [...(named.get(interval.id) ?? []), row]);
    }
  });
  return named;
}

describe('the rows of an interval', () => {
  test(
    'are those whose drawer names it, and they add up to what its verdict says',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.noBias(fc.integer({ min: 0, max: 2 ** 31 - 1 })),
          fc.constantFrom(7, 20),
          fc.boolean(),
          async (seed, anchorEveryHours, dateOnly) => {
            const books = await newBooks();
            const simulated = simulateAccount(seed, { days: 4, rowsPerDay: 4, anchorEveryHours, dateOnly, zone });
            const rows = simulated.rows.map((row) => ({ ...row, id: newId() }));
            for (const row of rows) await putRow(books, row);
            for (const { asOf, currentMinor } of simulated.anchors) await putAnchor(books, newId(), asOf, currentMinor);
            const abroad = rows[0] && { ...rows[0], id: newId(), ref: 'abroad' };
            if (abroad) await putRow(books, abroad, 'posted', 'EUR');
            await rederive(books);
            const named = await byDrawer(books, abroad ? [...rows, abroad] : rows);
            for (const { id, rowsMinor, rowCount } of await verdictsOf(books)) {
              const own = named.get(id) ?? [];
              expect([own.length, sum(own)]).toEqual([rowCount, BigInt(rowsMinor)]);
              const filter = { ...everything, interval: id };
              const { page, totals } = await read(books, async (tx) => ({
                page: await transactionPage(tx, filter, null, 200),
                totals: await filterTotals(tx, filter),
              }));
              expect(new Set(page.rows.map((row) => row.id))).toEqual(new Set(own.map((row) => row.id)));
              expect(totals[0]?.net.amountMinor ?? 0n).toBe(BigInt(rowsMinor));
            }
          },
        ),
        { numRuns: isDeep ? 200 : 6 },
      );
    },
    isDeep ? 600_000 : 60_000,
  );

  const at = (date: string) => new Date(`2026-11-${date}:00Z`);
  function row(amountMinor: bigint, postedAt: Date): PostedRow {
    const id = newId();
    return { id, ref: id, amountMinor, postedAt, transactedAt: postedAt };
  }

  test('known by their day stand where the verdict took them to stand, and the account says where', async () => {
    const books = await newBooks();
    const [early, late] = [row(-12_345n, at('03T00:00')), row(-67_890n, at('03T00:00'))];
    const ends = [newId(), newId(), newId()];
    await putAnchor(books, ends[0] ?? '', at('02T15:00'), 500_000n);
    await putAnchor(books, ends[1] ?? '', at('03T15:00'), 500_000n - 12_345n);
    await putAnchor(books, ends[2] ?? '', at('04T15:00'), 500_000n - 12_345n - 67_890n);
    for (const each of [early, late]) await putRow(books, each);
    await rederive(books);
    const named = await byDrawer(books, [early, late]);
    expect([named.get(ends[1] ?? ''), named.get(ends[2] ?? '')]).toEqual([[early], [late]]);
    const view = await read(books, (tx) => account(tx, books.accountId, day('2026-11-05'), wallNow()));
    expect(view?.intervals.map(({ id, placed }) => [id, placed])).toEqual([
      [ends[2], [{ side: 'after-earlier', day: '2026-11-03', count: 1 }]],
      [ends[1], [{ side: 'before-later', day: '2026-11-03', count: 1 }]],
    ]);
  });

  test('have no interval after the last balance, where the drawer names that one as before', async () => {
    const books = await newBooks();
    const late = row(-67_890n, at('03T00:00'));
    await putAnchor(books, newId(), at('02T15:00'), 500_000n);
    await putAnchor(books, newId(), at('03T15:00'), 500_000n);
    await putRow(books, late);
    await askedAt(books, at('04T10:00'));
    await rederive(books);
    expect(await read(books, (tx) => transaction(tx, late.id))).toMatchObject({
      interval: null,
      anchorBefore: { asOf: at('03T15:00') },
      anchorAfter: null,
    });
  });

  test('are found under a search and other conditions as well', async () => {
    const books = await newBooks();
    const [small, large] = [row(-500n, at('03T12:00')), row(-90_000n, at('03T13:00'))];
    const end = newId();
    await putAnchor(books, newId(), at('02T15:00'), 500_000n);
    await putAnchor(books, end, at('04T15:00'), 409_500n);
    for (const each of [small, large, row(-1n, at('05T10:00'))]) await putRow(books, each);
    await rederive(books);
    const list = (more: object) =>
      read(books, async (tx) => (await transactionPage(tx, { ...everything, interval: end, ...more }, null, 50)).rows);
    expect((await list({ text: 'row' })).map(({ id }) => id).sort()).toEqual([small.id, large.id].sort());
    expect((await list({ minMinor: 1_000n })).map(({ id }) => id)).toEqual([large.id]);
    expect(await list({ status: 'pending' })).toEqual([]);
    expect(await list({ interval: newId() })).toEqual([]);
    expect(await list({ accountIds: [newId()] })).toEqual([]);
  });
});

describe('a day', () => {
  test('is made of the end before, its rows, and what they do not explain', async () => {
    const books = await newBooks();
    const at = (date: string) => new Date(`2026-11-${date}:00Z`);
    await putRow(books, {
      id: newId(),
      ref: 'a',
      amountMinor: 700n,
      postedAt: at('01T18:00'),
      transactedAt: at('01T18:00'),
    });
    await putAnchor(books, newId(), at('02T15:00'), 10_000n);
    await putRow(books, {
      id: newId(),
      ref: 'b',
      amountMinor: -500n,
      postedAt: at('03T18:00'),
      transactedAt: at('03T18:00'),
    });
    await putAnchor(books, newId(), at('05T15:00'), 8_800n);
    await askedAt(books, at('06T10:00'));
    await rederive(books);
    const today = day('2026-11-06');
    const on = (date: string) => read(books, (tx) => accountDay(tx, books.accountId, day(date), today));
    expect(await on('2026-11-05')).toMatchObject({
      beforeMinor: 9_500n,
      rowCount: 0,
      driftMinor: -700n,
      endMinor: 8_800n,
    });
    expect(await on('2026-11-03')).toMatchObject({
      beforeMinor: 10_000n,
      outMinor: -500n,
      driftMinor: 0n,
      endMinor: 9_500n,
    });
    expect(await on('2026-11-01')).toMatchObject({
      isFirst: true,
      beforeMinor: 9_300n,
      inMinor: 700n,
      endMinor: 10_000n,
    });
    for (const each of eachDay(day('2026-11-01'), today)) {
      const found = await on(each);
      const { beforeMinor = 0n, inMinor = 0n, outMinor = 0n, driftMinor = 0n } = found ?? {};
      expect(beforeMinor + inMinor + outMinor + driftMinor).toBe(found?.endMinor);
      const before = await on(addDays(each, -1));
      if (before) expect(beforeMinor).toBe(before.endMinor);
    }
    expect(await on('2026-10-31')).toBeNull();
    expect(await on('2026-11-07')).toBeNull();
  });
});

const sum = (rows: readonly PostedRow[]) => rows.reduce((total, { amountMinor }) => total + amountMinor, 0n);
