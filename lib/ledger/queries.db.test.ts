import { beforeAll, describe, expect, test } from 'vitest';
import { sumDays } from '../accounts/roll-up.ts';
import { day } from '../dates/day.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { transact } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { newId } from '../ids.ts';
import { transaction } from './detail-query.ts';
import { decodeCursor, everything, type Named, type TransactionFilter } from './filter.ts';
import { hasNamed } from './named-query.ts';
import { transactionPage } from './queries.ts';
import { fillLedger, type TestLedger } from './test-ledger.ts';
import { filterTotals } from './totals-query.ts';
import type { TransactionPageView, TransactionView } from './view.ts';

const db = testDatabase();
const today = '2026-11-20';
let viewer: Viewer;
let neighbor: Viewer;
let ledger: TestLedger;

beforeAll(async () => {
  [viewer, neighbor] = [await newViewer(), await newViewer()];
  ledger = await fillLedger(db.query, viewer, { accountCount: 3, rowCount: 900, days: 60, today });
  await fillLedger(db.query, neighbor, { accountCount: 2, rowCount: 300, days: 60, today, seed: 2 });
});

function page(filter: Partial<TransactionFilter>, cursor: string | null = null, limit = 50, as = viewer) {
  return transact(as, (tx) => transactionPage(tx, { ...everything, ...filter }, decodeCursor(cursor), limit), {
    readOnly: true,
  });
}

function totals(filter: Partial<TransactionFilter>) {
  return transact(viewer, (tx) => filterTotals(tx, { ...everything, ...filter }), { readOnly: true });
}

async function walk(filter: Partial<TransactionFilter>, limit: number, as = viewer): Promise<TransactionPageView[]> {
  const pages = [await page(filter, null, limit, as)];
  for (let next = pages[0]?.next ?? null; next; next = pages.at(-1)?.next ?? null)
    pages.push(await page(filter, next, limit, as));
  return pages;
}

/** The pages before one, the nearest first. */
async function walkBack(
  filter: Partial<TransactionFilter>,
  from: TransactionPageView | undefined,
  limit: number,
  as: Viewer,
) {
  const pages: TransactionPageView[] = [];
  for (let place = from?.previous ?? null; place; place = pages.at(-1)?.previous ?? null)
    pages.push(await page(filter, place, limit, as));
  return pages;
}

/** The rows a filter should give, read past all policies. */
function truth(condition: string, { householdId } = viewer): Promise<{ id: string; amount: string }[]> {
  return db.query(
    `SELECT id, amount_minor::text AS amount FROM transaction t WHERE household_id = $1 AND ${condition} ORDER BY day DESC, id DESC`,
    [householdId],
  );
}

const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id);

describe('pages of transactions', () => {
  test.each<[string, Partial<TransactionFilter>, string]>([
    ['everything', {}, "status = 'posted'"],
    ['a text in any case', { text: 'coffee' }, "description ILIKE '%coffee%'"],
    ['words that stand apart', { text: 'debit o' }, "description ILIKE '%debit%' AND description ILIKE '%o%'"],
    ['a text and a direction', { text: 'coffee', flow: 'in' }, "description ILIKE '%coffee%' AND amount_minor > 0"],
    [
      'a range of days',
      { from: day('2026-10-05'), to: day('2026-10-20') },
      "day BETWEEN '2026-10-05' AND '2026-10-20'",
    ],
    ['sizes of amounts', { minMinor: 5_000n, maxMinor: 100_000n }, 'abs(amount_minor) BETWEEN 5000 AND 100000'],
    ['sizes and a text', { text: '#1', minMinor: 5_000n }, "description LIKE '%#1%' AND abs(amount_minor) >= 5000"],
  ])('give each row of %s once, newest first, and totals that are their sum', async (_, filter, condition) => {
    const expected = await truth(condition);
    const pages = await walk(filter, 37);
    expect(expected.length).toBeGreaterThan(0);
    expect(ids(pages.flatMap((one) => one.rows))).toEqual(ids(expected));
    const sum = expected.reduce((total, row) => total + BigInt(row.amount), 0n);
    expect(await totals(filter)).toMatchObject([
      { postedCount: expected.length, net: { amountMinor: sum }, pendingCount: 0 },
    ]);
  });

  test.each([{}, { text: 'debit' }, { text: 'debit o' }])(
    'lead back to newer rows the way they came: %o',
    async (filter) => {
      const [first, second, third] = await walk(filter, 40);
      const back = await page(filter, third?.previous, 40);
      expect(back.rows).toHaveLength(40);
      expect(ids(back.rows)).toEqual(ids(second?.rows ?? []));
      expect(ids((await page(filter, back.previous, 40)).rows)).toEqual(ids(first?.rows ?? []));
      expect(first?.previous).toBeNull();
    },
  );

  test('find a word, and words where they meet: only far down, seldom everywhere, or nowhere', async () => {
    const reader = await newViewer();
    await fillLedger(db.query, reader, { accountCount: 1, rowCount: 3_000, days: 300, today, seed: 3 });
    // Each word alone is frequent from the first row on.
    await db.query(
      `UPDATE transaction t SET description = CASE
         WHEN n > 1500 AND n % 10 = 0 THEN 'ALDER  WILLOW'
         WHEN n > 2000 AND n % 20 = 1 THEN 'SPRUCE'
         WHEN n % 100 = 7 THEN 'BIRCH  CEDAR'
         ELSE (ARRAY['ALDER', 'WILLOW', 'BIRCH', 'CEDAR'])[1 + n % 4] END
       FROM (SELECT id, row_number() OVER (ORDER BY day DESC, id DESC) AS n FROM transaction WHERE household_id = $1) place
       WHERE t.id = place.id`,
      [reader.householdId],
    );
    const found = async (text: string) => {
      const pages = await walk({ text }, 11, reader);
      const back = await walkBack({ text }, pages.at(-1), 11, reader);
      expect(back.reverse().map(({ rows }) => ids(rows))).toEqual(pages.slice(0, -1).map(({ rows }) => ids(rows)));
      return ids(pages.flatMap(({ rows }) => rows));
    };
    const [far, seldom] = await Promise.all(
      ['ALDER  WILLOW', 'BIRCH  CEDAR'].map((text) => truth(`description = '${text}'`, reader)),
    );
    expect([far?.length, seldom?.length]).toEqual([150, 30]);
    expect(await found('spruce')).toEqual(ids(await truth("description = 'SPRUCE'", reader)));
    expect(await found('willow alder')).toEqual(ids(far ?? []));
    expect(await found('birch cedar')).toEqual(ids(seldom ?? []));
    expect(await found('alder cedar')).toEqual([]);
  });

  test('take wildcards in a search as letters', async () => {
    expect((await page({ text: '%' })).rows).toEqual([]);
    expect((await page({ text: 'COFFEE_' })).rows).toEqual([]);
    expect((await page({ text: "'; DROP TABLE transaction; --" })).rows).toEqual([]);
  });

  test.each([
    ['a direction', { flow: 'out' }, 'amount_minor < 0'],
    ['a text', { text: 'coffee' }, "description ILIKE '%coffee%'"],
    ['a text and a size', { text: '#1', minMinor: 5_000n }, "description LIKE '%#1%' AND abs(amount_minor) >= 5000"],
  ] as const)('total whole days under %s, also where a page ends inside one', async (_, only, condition) => {
    for (const { rows, dayTotals } of await walk(only, 7)) {
      for (const { day: at, total, rowCount } of dayTotals) {
        const all = await truth(`day = '${at}' AND ${condition}`);
        expect([rowCount, total.amountMinor]).toEqual([
          all.length,
          all.reduce((sum, row) => sum + BigInt(row.amount), 0n),
        ]);
      }
      expect(new Set(dayTotals.map((total) => total.day))).toEqual(new Set(rows.map((row) => row.day)));
    }
  });

  test('run a balance through one whole account, from page to page, and nowhere else', async () => {
    const accountIds = [ledger.accountIds[0] ?? ''];
    const rows: TransactionView[] = (await walk({ accountIds }, 23)).flatMap((one) => one.rows);
    const balances = rows.map((row) => row.runningMinor);
    rows.forEach((row, i) => {
      const before = balances[i + 1] ?? 0n;
      expect(balances[i]).toBe(before + row.amount.amountMinor);
    });
    expect((await page({ accountIds, flow: 'in' })).rows.every((row) => row.runningMinor === null)).toBe(true);
    expect((await page({})).rows.every((row) => row.runningMinor === null)).toBe(true);
  });

  test('keep pending rows above the first page and out of every posted sum; void rows only when asked for', async () => {
    const before = { ...(await page({})), totals: await totals({}) };
    const values = (status: string) => [newId(), viewer.householdId, ledger.accountIds[0], `odd_${status}`, status];
    const insert = `INSERT INTO transaction (id, household_id, account_id, bank_ref, amount_minor, currency, description, status, day,
      transacted_at, bank_updated_at, refresh_ref, first_run_id, last_run_id)
      VALUES ($1, $2, $3, $4, -777, 'USD', 'ODD ONE', $5, '2026-11-19', now(), now(), 'r', $1, $1)`;
    for (const status of ['pending', 'void']) await db.query(insert, values(status));
    const after = { ...(await page({})), totals: await totals({}) };
    expect(after.rows[0]).toMatchObject({ status: 'pending', description: 'ODD ONE' });
    expect(after.rows.slice(1)).toEqual(before.rows);
    expect(after.totals[0]).toEqual({
      ...before.totals[0],
      pendingCount: 1,
      pendingTotal: { amountMinor: -777n, currency: 'USD' },
    });
    expect(after.dayTotals).toEqual(before.dayTotals);
    expect((await page({ text: 'odd one' })).rows.map((row) => row.status)).toEqual(['pending']);
    expect((await page({ status: 'void' })).rows.map((row) => row.status)).toEqual(['void']);
    await db.query("DELETE FROM transaction WHERE description = 'ODD ONE'");
  });

  test('add up each currency by itself, however the list was found', async () => {
    const [accountId] = ledger.accountIds;
    const insert = `INSERT INTO transaction (id, household_id, account_id, bank_ref, amount_minor, currency, description, status, day,
      transacted_at, posted_at, bank_updated_at, refresh_ref, first_run_id, last_run_id)
      VALUES ($1, $2, $3, $5, -4200, 'EUR', 'ABROAD', $4, '2026-11-20', '2026-11-20', '2026-11-20', now(), 'r', $1, $1)`;
    const before = await page({ accountIds: [accountId ?? ''] }, null, 400);
    for (const status of ['posted', 'pending'])
      await db.query(insert, [newId(), viewer.householdId, accountId, status, `abroad_${status}`]);
    await transact(viewer, (tx) => sumDays(tx, accountId ?? '', [day('2026-11-20')]));
    const abroad = {
      currency: 'EUR',
      in: { amountMinor: 0n, currency: 'EUR' },
      out: { amountMinor: -4200n, currency: 'EUR' },
      net: { amountMinor: -4200n, currency: 'EUR' },
      postedCount: 1,
      pendingCount: 1,
      pendingTotal: { amountMinor: -4200n, currency: 'EUR' },
    };
    const only = { accountIds: [accountId ?? ''] };
    const onDay = { from: day('2026-11-20'), to: day('2026-11-20') };
    // Rolled up, rolled up over days, sized, searched, sized and searched: the same rows, the same sums.
    for (const filter of [{}, only, onDay, { minMinor: 4_200n, maxMinor: 4_200n }, { text: 'abroad' }, { text: 'o' }]) {
      expect(
        (await totals(filter)).find(({ currency }) => currency === 'EUR'),
        JSON.stringify(Object.keys(filter)),
      ).toEqual(abroad);
    }
    expect(await totals({ ...onDay, to: day('2026-11-19'), from: day('2026-11-19') })).toHaveLength(1);
    const all = await totals({});
    expect(all.find(({ currency }) => currency === 'USD')).toEqual((await totals({ minMinor: 0n }))[1]);
    const { rows, dayTotals } = await page(only, null, 400);
    expect(dayTotals.find(({ total }) => total.currency === 'EUR')).toMatchObject({
      day: '2026-11-20',
      total: { amountMinor: -4200n },
      rowCount: 1,
    });
    const running = (list: readonly TransactionView[]) =>
      list.filter(({ amount }) => amount.currency === 'USD').map(({ id, runningMinor }) => [id, runningMinor]);
    expect(running(rows)).toEqual(running(before.rows));
    expect(
      rows.find(({ description, status }) => description === 'ABROAD' && status === 'posted')?.runningMinor,
    ).toBeNull();
    const foreign = rows.find(({ description }) => description === 'ABROAD');
    expect(await transact(viewer, (tx) => transaction(tx, foreign?.id ?? ''))).toMatchObject({
      isForeign: true,
      isLastWord: false,
      interval: null,
      anchorBefore: null,
    });
    await db.query("DELETE FROM transaction WHERE description = 'ABROAD'");
  });

  test('know what is named by id and there, of one household only', async () => {
    const [row] = (await page({})).rows;
    const [stolen] = (await page({}, null, 1, neighbor)).rows;
    const nothing = { accountIds: [], row: null, interval: null };
    const has = (named: Partial<Named>) => transact(viewer, (tx) => hasNamed(tx, { ...nothing, ...named }));
    expect(await has({ row: row?.id ?? '', accountIds: [...ledger.accountIds, ledger.accountIds[0] ?? ''] })).toBe(
      true,
    );
    expect(await has({ row: stolen?.id ?? '' })).toBe(false);
    expect(await has({ accountIds: [ledger.accountIds[0] ?? '', stolen?.accountId ?? ''] })).toBe(false);
    for (const text of ['nonsense', "' OR 1=1 --", '', newId()]) {
      expect(await has({ row: text })).toBe(false);
      expect(await has({ accountIds: [text] })).toBe(false);
      expect(await has({ interval: text })).toBe(false);
    }
  });

  test('show nothing of another household, by list, by search, by sum or by id', async () => {
    const theirs = await page({}, null, 50, neighbor);
    const [stolen] = theirs.rows;
    const seen = await page({ accountIds: [stolen?.accountId ?? ''] });
    const theirAccount = { accountIds: [stolen?.accountId ?? ''] };
    expect([seen.rows, await totals(theirAccount), seen.dayTotals]).toEqual([[], [], []]);
    const searched = await page({ text: 'coffee', accountIds: [stolen?.accountId ?? ''] });
    expect([searched.rows, await totals({ ...theirAccount, text: 'coffee' }), searched.dayTotals]).toEqual([
      [],
      [],
      [],
    ]);
    expect(await transact(viewer, (tx) => transaction(tx, stolen?.id ?? ''))).toBeNull();
    expect(await transact(neighbor, (tx) => transaction(tx, stolen?.id ?? ''))).toMatchObject({ id: stolen?.id });
  });
});
