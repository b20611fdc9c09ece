import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOf } from './simulated-account.ts';
import { type NearbyRow, type SuspectKind, suspectsOf } from './suspects.ts';

const zone = 'America/New_York';
const interval = { from: new Date('2026-11-02T15:00:00Z'), to: new Date('2026-11-05T15:00:00Z') };

function row(id: string, amountMinor: bigint, over: Partial<NearbyRow> = {}): NearbyRow {
  return {
    id,
    ref: id,
    amountMinor,
    description: `SHOP ${id}`,
    status: 'posted',
    transactedAt: new Date('2026-11-03T15:00:00Z'),
    postedAt: new Date('2026-11-04T00:00:00Z'),
    updatedAt: new Date('2026-11-04T06:00:00Z'),
    refreshRef: 'refresh-1',
    isInside: true,
    ...over,
  };
}
const pending = (id: string, amountMinor: bigint) =>
  row(id, amountMinor, { status: 'pending', postedAt: null, isInside: false });

/** `count` wrong rows of a kind among `rows`, and the difference they leave. */
function wrongRows(kind: SuspectKind, count: number, amount: () => bigint) {
  const rows: NearbyRow[] = [];
  const ids: string[] = [];
  let missing = 0n;
  for (let i = 0; i < count; i += 1) {
    const [id, amountMinor] = [`wrong-${i}`, amount()];
    ids.push(id);
    if (kind === 'pending') rows.push(pending(id, amountMinor));
    else if (kind === 'sign') rows.push(row(id, amountMinor));
    else if (kind === 'late') rows.push(row(id, amountMinor, { updatedAt: new Date('2026-11-06T06:00:00Z') }));
    else {
      const description = `SAME ${'ABCD'[i]}`;
      const transactedAt = new Date('2026-11-02T20:00:00Z');
      const refreshRef = kind === 'twin' ? 'refresh-1' : 'refresh-0';
      rows.push(row(`first-${i}`, amountMinor, { description, transactedAt, refreshRef, ref: `a-${i}` }));
      rows.push(row(id, amountMinor, { description, ref: `b-${i}` }));
    }
    missing += kind === 'pending' ? amountMinor : kind === 'sign' ? -2n * amountMinor : -amountMinor;
  }
  return { rows, ids, missing };
}

describe('suspectsOf', () => {
  it('names the four pending rows that are exactly the difference', () => {
    const stale = [pending('a', -4_210n), pending('b', -1_899n), pending('c', -15_237n), pending('d', -5_000n)];
    const found = suspectsOf(-26_346n, interval, [row('x', -700n), ...stale, pending('e', -311n)], zone);
    expect(found[0]).toMatchObject({ kind: 'pending', amountMinor: -26_346n });
    expect(found[0]?.ids.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('tells a twin from one refresh and a row that was given a second id by a later one apart', () => {
    const first = row('a', -950n, { description: 'CAFE 0117' });
    const again = { description: 'CAFE 0118', ref: 'b' };
    expect(suspectsOf(950n, interval, [first, row('b', -950n, again)], zone)[0]).toEqual({
      kind: 'twin',
      ids: ['b'],
      amountMinor: 950n,
    });
    const reissued = row('b', -950n, { ...again, refreshRef: 'refresh-2' });
    expect(suspectsOf(950n, interval, [first, reissued], zone)[0]?.kind).toBe('reissued');
  });

  it('suspects a row dated just after the balance that counts it already', () => {
    const after = row('a', -800n, { postedAt: new Date('2026-11-06T00:00:00Z'), isInside: false });
    expect(suspectsOf(-800n, interval, [after], zone)).toEqual([{ kind: 'late', ids: ['a'], amountMinor: -800n }]);
  });

  it('suspects nobody when a row is missing that we never had', () => {
    expect(suspectsOf(-1_234n, interval, [row('a', -700n), row('b', -100n), pending('c', -50n)], zone)).toEqual([]);
  });

  it('puts smaller sets before larger ones', () => {
    const found = suspectsOf(-300n, interval, [pending('a', -100n), pending('b', -200n), row('c', 150n)], zone);
    expect(found.map(({ ids }) => ids.length)).toEqual([1, 2]);
  });

  it('puts the right rows first in at least 95 of 100 cases of up to four wrong ones among sixty', () => {
    const kinds: SuspectKind[] = ['pending', 'twin', 'reissued', 'late', 'sign'];
    const cases = fc.sample(
      fc.noBias(fc.tuple(fc.integer(), fc.constantFrom(...kinds), fc.integer({ min: 1, max: 4 }))),
      400,
    );
    const right = cases.filter(([seed, kind, most]) => {
      const chance = chanceOf(seed);
      const amount = () => -BigInt(100 + Math.floor(chance() * 30_000));
      const innocent = Array.from({ length: 40 }, (_, i) => row(`ok-${i}`, amount()));
      const waiting = Array.from({ length: 8 }, (_, i) => pending(`waits-${i}`, amount()));
      const wrong = wrongRows(kind, kind === 'late' || kind === 'sign' ? Math.min(most, 2) : most, amount);
      const [first] = suspectsOf(wrong.missing, interval, [...innocent, ...waiting, ...wrong.rows], zone);
      return first && first.ids.toSorted().join() === wrong.ids.toSorted().join();
    });
    expect(right.length / cases.length).toBeGreaterThanOrEqual(0.95);
  });
});
