import { describe, expect, it } from 'vitest';
import { type ArrivalFacts, arrivalStep, isSettled } from './arrival.ts';

const facts = (more: Partial<ArrivalFacts>): ArrivalFacts => ({
  newestRun: null,
  hasRows: false,
  hasBalance: false,
  balanceRead: 'pending',
  ...more,
});

describe('the arrival of an account', () => {
  it('goes from asking over reading to done', () => {
    expect(arrivalStep(facts({}))).toBe('asking');
    expect(arrivalStep(facts({ newestRun: { state: 'running' } }))).toBe('asking');
    expect(arrivalStep(facts({ newestRun: { state: 'done' }, hasRows: true }))).toBe('reading');
    expect(arrivalStep(facts({ newestRun: { state: 'done' }, hasRows: true, hasBalance: true }))).toBe('done');
  });

  it('is done without rows when the bank has none', () => {
    expect(arrivalStep(facts({ newestRun: { state: 'done' }, hasBalance: true }))).toBe('done');
  });

  it('does not wait for a balance that will not come', () => {
    expect(arrivalStep(facts({ newestRun: { state: 'done' }, balanceRead: 'failed' }))).toBe('done');
    expect(arrivalStep(facts({ newestRun: { state: 'done' }, balanceRead: 'not-allowed' }))).toBe('done');
  });

  it('has failed only while nothing newer runs', () => {
    expect(arrivalStep(facts({ newestRun: { state: 'failed' } }))).toBe('failed');
    expect(arrivalStep(facts({ newestRun: { state: 'running' } }))).toBe('asking');
  });

  it('is waited for while a failed reading is tried again, and not when only a person can help', () => {
    expect(isSettled({ step: 'failed', errorCode: 'unavailable' })).toBe(false);
    expect(isSettled({ step: 'failed', errorCode: 'inactive' })).toBe(true);
    expect(isSettled({ step: 'reading', errorCode: null })).toBe(false);
    expect(isSettled({ step: 'done', errorCode: null })).toBe(true);
  });
});
