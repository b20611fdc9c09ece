import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Day, day, dayOf } from '../dates/day.ts';
import { testDatabase } from '../db/test-database.ts';
import { newId } from '../ids.ts';
import { type Judgement, judge } from './interval.ts';
import { type PostedRow, placeRows } from './placement.ts';
import { chanceOf, simulateAccount } from './simulated-account.ts';
import { type Books, shownOn, testBooks, zone } from './test-books.ts';

const db = testDatabase();
const { newBooks, putRow, putAnchor, askedAt, settle, rederive } = testBooks(db.query);
const isDeep = process.env.PLUMB_DEEP !== undefined;

async function derived({ accountId }: Books) {
  return {
    days: await db.query(
      `SELECT day::text, in_minor, out_minor, row_count, end_minor FROM account_day WHERE account_id = $1 ORDER BY day`,
      [accountId],
    ),
    intervals: await db.query(
      `SELECT from_at, to_at, state, anchor_diff_minor, rows_minor, row_count, before_ids, after_ids, is_pinned, basis, suspects
       FROM proof_interval WHERE account_id = $1 ORDER BY to_at`,
      [accountId],
    ),
    coverage: await db.query('SELECT coverage_from::text FROM account WHERE id = $1', [accountId]),
  };
}

/** A history that arrives in a random order: rows, some wrong and mended later, balances, refreshes; settled at every step. */
async function liveThrough(seed: number, books: Books) {
  const chance = chanceOf(seed);
  const pick = (n: number) => Math.floor(chance() * n);
  const hours = [4, 20, 50][pick(3)] ?? 20;
  const areSmall = pick(3) === 0;
  const habits = {
    days: areSmall ? 5 : 10,
    rowsPerDay: areSmall ? 10 : 4,
    anchorEveryHours: hours,
    dateOnly: pick(2) === 0,
    zone,
    areSmall,
  };
  const account = simulateAccount(seed, habits);
  const rows = account.rows.map((row) => ({ ...row, id: newId() }));
  const steps: (() => Promise<Day[]>)[] = rows.flatMap((row) => {
    const put = async () => {
      await putRow(books, row);
      return [shownOn(row)];
    };
    if (pick(6) > 0) return [put];
    const wrong = {
      ...row,
      amountMinor: row.amountMinor + 7n,
      postedAt: new Date(row.postedAt.getTime() - 86_400_000),
    };
    const asPending = pick(2) === 0;
    const putWrong = async () => {
      await putRow(books, wrong, asPending ? 'pending' : 'posted');
      return [shownOn(wrong), shownOn(row)];
    };
    return [putWrong, async () => [...(await put()), shownOn(wrong)]];
  });
  account.anchors.forEach((anchor, i) => {
    const at = Math.min(steps.length, Math.floor(((i + chance()) / account.anchors.length) * steps.length));
    steps.splice(at, 0, async () => {
      await putAnchor(books, newId(), anchor.asOf, anchor.currentMinor);
      return [];
    });
    if (pick(2) === 0) {
      steps.splice(at + 1, 0, async () => {
        await askedAt(books, new Date(anchor.asOf.getTime() + 3_600_000));
        return [];
      });
    }
  });
  const late = steps.splice(pick(steps.length), pick(4));
  let days: Day[] = [];
  for (const step of [...steps, ...late]) {
    days.push(...(await step()));
    if (pick(3) > 0) continue;
    await settle(books, days);
    days = [];
  }
  await settle(books, days);
  for (const row of rows) await putRow(books, row);
  await settle(
    books,
    rows.flatMap((row) => [shownOn(row), addDays(shownOn(row), -1)]),
  );
  return { rows, anchors: account.anchors };
}

describe('settling step by step', () => {
  test(
    'gives what deriving everything anew gives, and what the pure rules say',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.noBias(fc.integer({ min: 0, max: 2 ** 31 - 1 })), async (seed) => {
          const books = await newBooks();
          const { rows, anchors } = await liveThrough(seed, books);
          const [asked] = await db.query<{ at: Date | null }>(
            'SELECT max(stored_attempt_at) AS at FROM account_freshness WHERE account_id = $1',
            [books.accountId],
          );
          const stepwise = await derived(books);
          await rederive(books);
          expect(stepwise).toEqual(await derived(books));
          const storedAttemptAt = asked?.at ?? null;
          const pure = judge({
            anchors,
            placed: placeRows(rows, anchors, zone),
            storedAttemptAt,
            start: null,
          });
          expect(stepwise.intervals).toMatchObject(asStored(pure));
        }),
        { numRuns: isDeep ? 400 : 20 },
      );
    },
    isDeep ? 1_200_000 : 180_000,
  );
});

function asStored({ intervals }: Judgement) {
  return intervals.map((it) => ({
    from_at: it.from.asOf,
    state: it.state,
    rows_minor: String(it.rowsMinor),
    row_count: it.rowCount,
    is_pinned: it.isPinned,
    basis: it.basis,
    before_ids: it.beforeIds,
    after_ids: it.afterIds,
  }));
}

describe('settleAccount', () => {
  const at = (n: number, hour: string) => new Date(`2026-11-${String(n).padStart(2, '0')}T${hour}:00Z`);
  function row(amountMinor: bigint, postedAt: Date): PostedRow {
    const id = newId();
    return { id, ref: id, amountMinor, postedAt, transactedAt: postedAt };
  }

  test('shows a missing row as unexplained, with the day on which the bank stated it', async () => {
    const books = await newBooks();
    await putAnchor(books, newId(), at(2, '15:00'), 10_000n);
    await putAnchor(books, newId(), at(5, '15:00'), 8_800n);
    await putRow(books, row(-500n, at(3, '18:00')));
    await askedAt(books, at(6, '10:00'));
    await settle(books, [day('2026-11-03')]);
    const { days, intervals } = await derived(books);
    expect(intervals).toMatchObject([{ state: 'unexplained', anchor_diff_minor: '-1200', rows_minor: '-500' }]);
    expect(days).toMatchObject([
      { day: '2026-11-02', end_minor: '10000', row_count: 0 },
      { day: '2026-11-03', end_minor: '9500', row_count: 1 },
      { day: '2026-11-05', end_minor: '8800', row_count: 0 },
    ]);
  });

  test('suspects the pending row that the balance counts already, and is at peace once it posts', async () => {
    const books = await newBooks();
    const kept = row(-1_200n, at(4, '12:00'));
    await putAnchor(books, newId(), at(2, '15:00'), 10_000n);
    await putAnchor(books, newId(), at(5, '15:00'), 8_800n);
    await putRow(books, kept, 'pending');
    await askedAt(books, at(6, '10:00'));
    await settle(books, [day('2026-11-04')]);
    expect((await derived(books)).intervals).toMatchObject([
      { state: 'unexplained', suspects: [{ kind: 'pending', ids: [kept.id], amountMinor: '-1200' }] },
    ]);
    await putRow(books, kept);
    await settle(books, [day('2026-11-04')]);
    expect((await derived(books)).intervals).toMatchObject([{ state: 'proven', row_count: 1, suspects: [] }]);
  });

  test('writes nothing when nothing changed', async () => {
    const books = await newBooks();
    await liveThrough(5, books);
    const [before] = await db.query<{ xmin: string }>(
      'SELECT string_agg(xmin::text, $2 ORDER BY day) AS xmin FROM account_day WHERE account_id = $1',
      [books.accountId, ' '],
    );
    const judged = 'SELECT string_agg(xmin::text, $2 ORDER BY to_at) AS xmin FROM proof_interval WHERE account_id = $1';
    const verdicts = await db.query(judged, [books.accountId, ' ']);
    await settle(books, []);
    await rederive(books);
    expect(
      await db.query('SELECT string_agg(xmin::text, $2 ORDER BY day) AS xmin FROM account_day WHERE account_id = $1', [
        books.accountId,
        ' ',
      ]),
    ).toEqual([before]);
    expect(await db.query(judged, [books.accountId, ' '])).toEqual(verdicts);
  });

  test('knows no balance of a day before any statement reaches it, and takes an emptied day out of the roll-up', async () => {
    const books = await newBooks();
    const moved = row(-700n, at(4, '18:00'));
    await putRow(books, moved);
    await settle(books, [day('2026-11-04')]);
    expect((await derived(books)).days).toMatchObject([{ day: '2026-11-04', end_minor: null, out_minor: '-700' }]);
    await putRow(books, { ...moved, postedAt: at(6, '18:00') });
    await settle(books, [day('2026-11-04'), day('2026-11-06')]);
    const { days, coverage } = await derived(books);
    expect(days).toMatchObject([{ day: '2026-11-06', end_minor: null }]);
    expect(coverage).toEqual([{ coverage_from: '2026-11-06' }]);
    expect(addDays(dayOf(at(6, '18:00'), zone), 0)).toBe('2026-11-06');
  });
});
