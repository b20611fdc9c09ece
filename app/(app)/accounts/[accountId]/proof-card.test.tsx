import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { type AccountView, newestRuns, type ProofIntervalView, type SyncRunView } from '#lib/accounts/view.ts';
import { day } from '#lib/dates/day.ts';
import { ProofCard } from './proof-card.tsx';
import { SyncLog } from './sync-log.tsx';

const here = { today: day('2026-11-20'), zone: 'UTC' };
const at = new Date('2026-11-20T07:28:00Z');
const nothing = { amountMinor: 0n, currency: 'USD' };
const interval = (state: ProofIntervalView['state'], id = state): ProofIntervalView => ({
  id,
  state,
  fromAt: at,
  toAt: at,
  fromBalance: nothing,
  toBalance: nothing,
  moved: nothing,
  rows: nothing,
  rowCount: 1,
  unexplained: nothing,
  placed: [],
  suspects: [],
});

describe('the proof', () => {
  const words = (
    intervals: readonly ProofIntervalView[],
    intervalCounts: AccountView['intervalCounts'],
    balance: object | null = {},
    status: AccountView['status'] = 'active',
  ) => {
    const account = { id: '1', status, currency: 'USD', balance, intervals, intervalCounts } as AccountView;
    return renderToStaticMarkup(<ProofCard account={account} here={here} />).replace(/<[^>]*>/g, '');
  };
  const counts = (proven: number, open: number, empty = 0) => ({ proven, open, empty });

  it('says what is not listed, where something is', () => {
    const shown = [interval('proven'), interval('waiting'), interval('unexplained')];
    expect(words(shown, counts(1, 2))).not.toContain('listed');
    expect(words(shown, counts(2, 2))).toContain('1 other interval is not listed: it is proven.');
    expect(words(shown, counts(5, 2))).toContain('4 other intervals are not listed: all of them are proven.');
    expect(words(shown, counts(5, 4))).toContain('6 other intervals are not listed, 2 of them not proven.');
    expect(words(shown, counts(1, 3))).toContain('1 other interval is not listed: it is not proven.');
  });

  it('says of a difference that no row explains what may have happened and what helps, and of others nothing', () => {
    const explained = { ...interval('unexplained'), suspects: [{ kind: 'twin', ids: ['r'], amount: nothing }] };
    for (const one of [interval('proven'), interval('waiting'), explained])
      expect(words([one], counts(1, 1))).not.toContain('No row here explains it');
    const told = words([interval('unexplained')], counts(0, 1));
    expect(told).toMatch(/No row here explains it.*later reading.*Signing in at the bank again has all/);
    expect(words([interval('unexplained')], counts(0, 1), {}, 'disconnected')).toMatch(
      /No row here explains it.*disconnected, so nothing comes/,
    );
  });

  it('says why there is none', () => {
    expect(words([], counts(0, 0), null)).toContain('The bank has not stated a balance yet.');
    expect(words([], counts(0, 0))).toContain('One balance so far.');
    const close = words([], counts(0, 0, 1));
    expect(close).toContain('The balances so far lie within a day, with no rows between them.');
    expect(close).not.toContain('One balance');
  });
});

describe('the log', () => {
  it('speaks of older readings where it lists some', () => {
    const runs = Array.from({ length: newestRuns + 1 }, (_, i) => ({ id: String(i), state: 'running', startedAt: at }));
    const words = (syncLog: readonly object[]) =>
      renderToStaticMarkup(
        <SyncLog account={{ syncLog: syncLog as SyncRunView[] } as unknown as AccountView} here={here} />,
      );
    expect(words(runs.slice(1))).not.toContain('Older readings');
    expect(words(runs)).toContain('Older readings are listed only where they brought something or failed.');
  });
});
