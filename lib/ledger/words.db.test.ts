import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { householdOf, transact } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { newId } from '../ids.ts';
import { matching } from './conditions.ts';
import { everything, parseFilter } from './filter.ts';
import { transactionPage } from './queries.ts';
import { fillLedger } from './test-ledger.ts';
import { filterTotals } from './totals-query.ts';

const db = testDatabase();
let viewer: Viewer;
let accountId: string;

beforeAll(async () => {
  viewer = await newViewer();
  const ledger = await fillLedger(db.query, viewer, { accountCount: 1, rowCount: 0, days: 1, today: '2026-11-20' });
  accountId = ledger.accountIds[0] ?? '';
});

async function putRows(descriptions: readonly string[]): Promise<void> {
  await db.query('DELETE FROM transaction WHERE account_id = $1', [accountId]);
  await db.query(
    `INSERT INTO transaction (id, household_id, account_id, bank_ref, amount_minor, currency, description, status, day,
       transacted_at, posted_at, bank_updated_at, refresh_ref, first_run_id, last_run_id)
     SELECT gen_random_uuid(), $2, $1, 'row_' || n, n, 'USD', text, 'posted', '2026-11-20', now(), now(), now(), 'r', $3, $3
     FROM unnest($4::text[]) WITH ORDINALITY rows(text, n)`,
    [accountId, viewer.householdId, newId(), descriptions],
  );
}

/** What is found for a term in an address: by the search functions, and by the conditions beside which no function runs. */
async function found(q: string): Promise<{ listed: string[]; count: number; byCondition: string[] }> {
  const { filter } = parseFilter(new URLSearchParams({ q }), 'USD');
  return transact(
    viewer,
    async (tx) => {
      const { rows } = await transactionPage(tx, filter, null, 200);
      const totals = await filterTotals(tx, filter);
      const plain = await tx.$queryRaw<{ description: string }[]>`
        SELECT description FROM transaction t
        WHERE t.household_id = ${householdOf(tx)}::uuid AND ${matching({ ...everything, text: filter.text }, null)}`;
      return {
        listed: rows.map((row) => row.description).sort(),
        count: totals[0]?.postedCount ?? 0,
        byCondition: plain.map((row) => row.description).sort(),
      };
    },
    { readOnly: true },
  );
}

const texts = [
  'MYRTLE FOX   PROVIDENCE RI',
  'MYRTLE\tFOX \u00a0PROVIDENCE',
  'FOX MYRTLE',
  "O'BRIEN PUB",
  'O’Brien Pub',
  'OXBRIEN',
  '7-11 STORE',
  '7–11 STORE',
  '7211 STORE',
  'CAFÉ "LUNA"',
  'café “luna”',
  '100% C_D (A.B) $5',
  '1000 CXD (AXB) 5',
];

describe('a search', () => {
  test.each([
    ['myrtle fox providence', texts.slice(0, 2)],
    ['  Myrtle   PROVIDENCE ', texts.slice(0, 2)],
    ['providence myrtle', texts.slice(0, 2)],
    ['myrtle fox', texts.slice(0, 3)],
    ['myrtle bear', []],
    ['o’brien', texts.slice(3, 5)],
    ["pub o'brien", texts.slice(3, 5)],
    ['7-11', texts.slice(6, 8)],
    ['store 7—11', texts.slice(6, 8)],
    ['café "luna”', texts.slice(9, 11)],
    ['100% c_d', texts.slice(11, 12)],
    ['(a.b) $5', texts.slice(11, 12)],
    ["(a.b)'", []],
    ['-.*', []],
    ['f p', texts.slice(0, 2)],
  ])('for %s finds what a person reads', async (q, expected) => {
    await putRows(texts);
    const { listed, count, byCondition } = await found(q);
    expect(listed).toEqual([...expected].sort());
    expect(count).toBe(expected.length);
    expect(byCondition).toEqual(listed);
  });

  test('finds the rows that hold each of its words, by the functions and by the conditions', async () => {
    const piece = fc.constantFrom(...'aAbé \'’-–"”%_\\.*([{^$|+?', '  ', 'abc', 'ABC', '\t', '***', '(?i)', '\\d');
    const text = fc.array(piece, { minLength: 1, maxLength: 10 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 30 }),
        fc.array(text, { minLength: 4, maxLength: 4 }),
        async (rows, terms) => {
          await putRows(rows);
          for (const q of [...terms, ...rows.slice(0, 2)].filter((term) => term.trim() !== '')) {
            const words = folded(q).split(/\s+/);
            const expected = rows.filter((row) => words.every((word) => folded(row).includes(word))).sort();
            expect(await found(q), q).toEqual({ listed: expected, count: expected.length, byCondition: expected });
          }
        },
      ),
      { numRuns: process.env.PLUMB_DEEP === undefined ? 20 : 500 },
    );
  });
});

const folded = (text: string) =>
  text.toLowerCase().replaceAll('’', "'").replaceAll('–', '-').replaceAll('”', '"').trim();
