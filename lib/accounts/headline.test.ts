import { describe, expect, it } from 'vitest';
import { day } from '../dates/day.ts';
import { type HeadlineFacts, headlineOf, isStale } from './headline.ts';

const at = (n: number) => new Date(Date.UTC(2026, 10, n, 9, 12));
type State = HeadlineFacts['intervals'][number]['state'];
const interval = (n: number, state: State, off = 0n) => ({
  state,
  id: `ends ${n + 1}`,
  fromAt: at(n),
  toAt: at(n + 1),
  anchorDiffMinor: 1000n + off,
  rowsMinor: 1000n,
  rowCount: 3,
});
const facts = (more: Partial<HeadlineFacts>): HeadlineFacts => ({
  status: 'active',
  disconnectedAt: null,
  canReadTransactions: true,
  anchorCount: 5,
  lastCompleteAt: at(9),
  currency: 'USD',
  intervals: [],
  ...more,
});

describe('headlineOf', () => {
  it('says proven only as far back as nothing else lies between', () => {
    const intervals = [interval(1, 'proven'), interval(2, 'waiting'), interval(3, 'proven'), interval(4, 'proven')];
    expect(headlineOf(facts({ intervals }))).toEqual({ kind: 'proven', from: at(3), to: at(5), rowCount: 6 });
  });

  it('keeps an unexplained interval in front of proven ones that follow it, with what is missing', () => {
    const intervals = [interval(1, 'unexplained', -4210n), interval(2, 'proven')];
    expect(headlineOf(facts({ intervals }))).toEqual({
      kind: 'unexplained',
      intervalId: 'ends 2',
      amount: { amountMinor: -4210n, currency: 'USD' },
      from: at(1),
      to: at(2),
      others: 0,
    });
  });

  it('never lets two unexplained intervals cancel each other out', () => {
    const intervals = [interval(1, 'unexplained', 1000n), interval(2, 'unexplained', -1000n)];
    expect(headlineOf(facts({ intervals }))).toMatchObject({ amount: { amountMinor: -1000n }, from: at(2), others: 1 });
  });

  it('lets intervals without rows count for nothing', () => {
    expect(headlineOf(facts({ intervals: [interval(1, 'proven'), interval(2, 'empty')] }))).toMatchObject({
      kind: 'proven',
      to: at(2),
    });
    expect(headlineOf(facts({ intervals: [interval(2, 'empty')] }))).toEqual({ kind: 'not-yet', why: 'too-close' });
  });

  it('does not take an interval that may be exact by chance for proof, nor reach back over it', () => {
    const ambiguous = [interval(1, 'proven'), interval(2, 'ambiguous')];
    expect(headlineOf(facts({ intervals: ambiguous }))).toEqual({ kind: 'not-yet', why: 'ambiguous' });
    expect(headlineOf(facts({ intervals: [...ambiguous, interval(3, 'proven')] }))).toMatchObject({ from: at(3) });
    expect(headlineOf(facts({ intervals: [interval(2, 'ambiguous'), interval(3, 'waiting')] }))).toMatchObject({
      kind: 'waiting',
      provenTo: null,
    });
  });

  it('puts the newest waiting interval before older proof', () => {
    expect(headlineOf(facts({ intervals: [interval(1, 'proven'), interval(2, 'waiting')] }))).toMatchObject({
      kind: 'waiting',
      to: at(3),
      provenTo: at(2),
    });
    expect(headlineOf(facts({ intervals: [interval(2, 'waiting')] }))).toMatchObject({
      provenTo: null,
      awaits: 'balance',
    });
  });

  it('knows what a waiting interval awaits: rows, the balance that confirms them, or that anything moves', () => {
    const still = { ...interval(2, 'waiting'), anchorDiffMinor: 0n, rowsMinor: 0n, rowCount: 0 };
    expect(headlineOf(facts({ intervals: [still] }))).toMatchObject({ kind: 'waiting', awaits: 'movement' });
    expect(headlineOf(facts({ intervals: [{ ...still, rowCount: 2 }] }))).toMatchObject({ awaits: 'balance' });
    expect(headlineOf(facts({ intervals: [{ ...still, anchorDiffMinor: 1n }] }))).toMatchObject({ awaits: 'rows' });
  });

  it('does not claim proof from one balance, or without the permission to read rows', () => {
    expect(headlineOf(facts({ anchorCount: 1 }))).toEqual({ kind: 'not-yet', why: 'one-balance' });
    expect(headlineOf(facts({ anchorCount: 0 }))).toEqual({ kind: 'not-yet', why: 'no-balance' });
    expect(headlineOf(facts({ canReadTransactions: false }))).toEqual({ kind: 'not-yet', why: 'no-transactions' });
  });

  it('asks to sign in before it says anything about proof', () => {
    const intervals = [interval(1, 'unexplained', 1n)];
    expect(headlineOf(facts({ status: 'inactive', intervals }))).toEqual({
      kind: 'sign-in-again',
      lastCompleteAt: at(9),
    });
  });

  it('does not ask to sign in again while a newer account may be the same one', () => {
    for (const isSameAsked of [true, false]) {
      const expected = { kind: 'same-account', isAsked: isSameAsked, lastCompleteAt: at(9) };
      expect(headlineOf(facts({ status: 'inactive', isSameAsked }))).toEqual(expected);
      expect(headlineOf(facts({ status: 'active', anchorCount: 1, isSameAsked })).kind).toBe('not-yet');
    }
  });
});

describe('isStale', () => {
  it('counts days where the household lives', () => {
    const asOf = new Date('2026-11-18T03:00:00Z');
    expect(isStale(asOf, day('2026-11-19'), 'UTC')).toBe(false);
    expect(isStale(asOf, day('2026-11-19'), 'America/New_York')).toBe(true);
  });
});
