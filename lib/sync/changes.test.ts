import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BankTransaction, TransactionStatus } from '../bank/types.ts';
import { compareVersions, isCounted, shownDay, type TransactionFacts } from '../ledger/transaction.ts';
import { type ChangePlan, planChanges } from './changes.ts';

const second = (n: number) => new Date(Date.UTC(2026, 10, 3, 12, 0, n));

function row(over: Partial<BankTransaction> = {}): BankTransaction {
  return {
    ref: 'row-1',
    amountMinor: -1250n,
    currency: 'USD',
    description: 'CORNER CAFE',
    status: 'pending',
    transactedAt: second(0),
    postedAt: null,
    voidAt: null,
    updatedAt: second(1),
    refreshRef: 'refresh-1',
    ...over,
  };
}

const status = fc.constantFrom<TransactionStatus>('pending', 'posted', 'void', 'unknown');
const anyRow = fc.record({
  ref: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  amountMinor: fc.bigInt({ min: -3n, max: 3n }),
  currency: fc.constant('USD'),
  description: fc.constantFrom('CAFE', 'BOOKS'),
  status,
  transactedAt: fc.integer({ min: 0, max: 2 }).map(second),
  postedAt: fc.option(fc.integer({ min: 0, max: 2 }).map(second)),
  voidAt: fc.constant(null),
  updatedAt: fc.integer({ min: 0, max: 3 }).map(second),
  refreshRef: fc.constant('refresh-1'),
});

type Held = ReadonlyMap<string, TransactionFacts>;

function apply(held: Held, plan: ChangePlan): Held {
  const next = new Map(held);
  for (const added of plan.added) next.set(added.ref, added);
  for (const { to } of plan.replaced) next.set(to.ref, to);
  return next;
}

const byRef = (held: Held) => [...held].sort(([a], [b]) => (a < b ? -1 : 1));
const take = (held: Held, rows: BankTransaction[]) => apply(held, planChanges(held, rows));

describe('planChanges', () => {
  it('adds what is new and replaces what is newer', () => {
    const posted = row({ status: 'posted', postedAt: second(60), updatedAt: second(60), amountMinor: -1500n });
    const plan = planChanges(new Map([['row-1', row()]]), [posted, row({ ref: 'row-2' })]);
    expect(plan.added.map(({ ref }) => ref)).toEqual(['row-2']);
    expect(plan.replaced).toEqual([{ from: row(), to: posted }]);
  });

  it('keeps a row that became void, and marks it', () => {
    const gone = row({ status: 'void', voidAt: second(9), updatedAt: second(9) });
    const held = take(new Map([['row-1', row()]]), [gone]);
    expect(held.get('row-1')).toEqual(gone);
    expect(isCounted('void')).toBe(false);
  });

  it('ignores what is older than what we hold', () => {
    const held = new Map([['row-1', row({ updatedAt: second(5), status: 'posted' })]]);
    expect(planChanges(held, [row({ updatedAt: second(4) })])).toEqual({ added: [], replaced: [], unchanged: 1 });
  });

  it('writes nothing for a row that we hold exactly so, even when a later refresh gives it again', () => {
    const held = new Map([['row-1', row()]]);
    expect(planChanges(held, [row({ refreshRef: 'refresh-2' })])).toEqual({ added: [], replaced: [], unchanged: 1 });
  });

  it('takes the further status when two changes share a second', () => {
    const posted = row({ status: 'posted', postedAt: second(1) });
    expect(take(new Map(), [posted, row()]).get('row-1')).toEqual(posted);
    expect(take(new Map([['row-1', posted]]), [row()]).get('row-1')).toEqual(posted);
  });

  it('plans nothing the second time', () => {
    fc.assert(
      fc.property(fc.array(anyRow), fc.array(anyRow), (before, rows) => {
        const held = take(take(new Map(), before), rows);
        const again = planChanges(held, rows);
        expect(again.added).toEqual([]);
        expect(again.replaced).toEqual([]);
        expect(again.unchanged).toBe(rows.length);
      }),
    );
  });

  it('ends with the same rows for any order, any pages and any duplicates', () => {
    const delivery = fc.array(anyRow).chain((rows) =>
      fc.record({
        rows: fc.constant(rows),
        shuffled: fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2 }),
        cut: fc.nat({ max: rows.length * 2 }),
      }),
    );
    fc.assert(
      fc.property(delivery, ({ rows, shuffled, cut }) => {
        const paged = take(take(new Map(), shuffled.slice(0, cut)), shuffled.slice(cut));
        expect(byRef(paged)).toEqual(byRef(take(new Map(), rows)));
      }),
    );
  });

  it('mentions nothing but the facts of the bank', () => {
    const words = fc.record({ category: fc.string(), note: fc.string(), payee: fc.string() });
    const facts = Object.keys(row()).sort();
    fc.assert(
      fc.property(fc.array(anyRow), fc.array(anyRow), words, (before, rows, person) => {
        const held = new Map([...take(new Map(), before)].map(([ref, it]) => [ref, { ...it, ...person }] as const));
        const plan = planChanges(held, rows);
        for (const written of [...plan.added, ...plan.replaced.map(({ to }) => to)]) {
          expect(Object.keys(written).sort()).toEqual(facts);
        }
      }),
    );
  });

  it('orders the versions of a row without a circle', () => {
    fc.assert(
      fc.property(anyRow, anyRow, anyRow, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        if (compareVersions(a, b) >= 0 && compareVersions(b, c) >= 0) {
          expect(compareVersions(a, c)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('shownDay', () => {
  it('is the day of posting once posted, and of the purchase before', () => {
    const bought = new Date('2026-11-03T02:00:00Z');
    const postedAt = new Date('2026-11-05T00:00:00Z');
    expect(shownDay({ status: 'pending', transactedAt: bought, postedAt: null }, 'America/New_York')).toBe(
      '2026-11-02',
    );
    expect(shownDay({ status: 'posted', transactedAt: bought, postedAt }, 'America/New_York')).toBe('2026-11-05');
  });
});
