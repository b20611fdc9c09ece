import { describe, expect, it } from 'vitest';
import type { ProofHeadline } from '#lib/accounts/headline.ts';
import { day } from '#lib/dates/day.ts';
import { proofReason, proofState, proofWord } from './proof-words.ts';

const here = { today: day('2026-11-20'), zone: 'UTC' };
const at = (text: string) => new Date(`2026-11-${text}Z`);
const balance = { asOf: at('20T09:12:00') };
const proven: ProofHeadline = { kind: 'proven', from: at('02T09:00:00'), to: at('20T09:12:00'), rowCount: 12 };
const word = (proof: ProofHeadline, isStale = false) => proofWord({ proof, isStale, balance }, here);

describe('the words of proof', () => {
  it('say proven only while it is not old', () => {
    expect(word(proven)).toBe('proven');
    expect(word(proven, true)).toBe('as of 09:12');
    expect(proofState({ proof: proven, isStale: true })).toBe('stale');
  });

  it('let what needs the person stand before age', () => {
    expect(word({ kind: 'sign-in-again', lastCompleteAt: null }, true)).toBe('sign in again');
    expect(word({ kind: 'same-account', isAsked: true, lastCompleteAt: null }, true)).toBe('same account?');
    expect(word({ kind: 'same-account', isAsked: false, lastCompleteAt: null }, true)).toBe('being compared');
    const question: ProofHeadline = { kind: 'same-account', isAsked: true, lastCompleteAt: at('18T09:00:00') };
    expect(proofReason({ proof: question, isStale: true, balance }, here)).toBe(
      'A newly linked account may be the same one. You decide. Last complete: 18 Nov 09:00.',
    );
    const unexplained: ProofHeadline = {
      kind: 'unexplained',
      intervalId: 'an interval',
      amount: { amountMinor: 4210n, currency: 'USD' },
      from: at('18T09:00:00'),
      to: at('19T09:00:00'),
      others: 0,
    };
    expect(word(unexplained, true)).toBe('unexplained');
  });

  it('give the reason and the span', () => {
    expect(proofReason({ proof: proven, isStale: false, balance }, here)).toBe(
      '12 rows add up to the bank’s own balances, to the cent, from 2 Nov to today.',
    );
    const first: ProofHeadline = { kind: 'not-yet', why: 'one-balance' };
    expect(word(first)).toBe('not yet provable');
    expect(proofReason({ proof: first, isStale: false, balance }, here)).toContain('One balance so far');
  });

  it('say how far proof reaches while the newest rows are awaited', () => {
    const waiting: ProofHeadline = {
      kind: 'waiting',
      from: at('19T09:00:00'),
      to: at('20T09:12:00'),
      provenTo: at('19T09:00:00'),
      awaits: 'rows',
    };
    expect(word(waiting)).toBe('waiting for rows');
    expect(proofReason({ proof: waiting, isStale: false, balance }, here)).toMatch(/^Proven to yesterday 09:00\./);
    const still: ProofHeadline = { ...waiting, awaits: 'movement' };
    expect(word(still)).toBe('nothing moved yet');
    expect(proofReason({ proof: still, isStale: false, balance }, here)).toBe(
      'Proven to yesterday 09:00. Nothing has moved so far. The next reading shows whether that is all.',
    );
    const exact: ProofHeadline = { ...waiting, awaits: 'balance' };
    expect(word(exact)).toBe('adds up so far');
    expect(proofReason({ proof: exact, isStale: false, balance }, here)).toContain('The rows add up so far.');
  });
});
