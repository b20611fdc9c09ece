import fc from 'fast-check';
import type { Anchor } from './anchor.ts';
import { type Judgement, judge } from './interval.ts';
import { type PostedRow, placeRows } from './placement.ts';

export const zone = 'America/New_York';
export const later = new Date('2030-01-01T00:00:00Z');

export function judged(
  anchors: readonly Anchor[],
  rows: readonly PostedRow[],
  asked: Date | null = later,
  inZone = zone,
) {
  return judge({
    anchors,
    placed: placeRows(rows, anchors, inZone),
    storedAttemptAt: asked,
    start: null,
  });
}

export const states = ({ intervals }: Judgement) => intervals.map(({ state }) => state);

export const seeds = fc.noBias(fc.integer({ min: 0, max: 2 ** 31 - 1 }));
export const isDeep = process.env.PLUMB_DEEP !== undefined;
export const patient = isDeep ? { timeout: 300_000 } : {};

export const anchor = (id: string, at: string, currentMinor: bigint): Anchor => ({
  id,
  asOf: new Date(at),
  currentMinor,
});
export function row(id: string, postedAt: string, amountMinor: bigint): PostedRow {
  return { id, ref: id, amountMinor, postedAt: new Date(postedAt), transactedAt: new Date(postedAt) };
}
export const total = (rows: readonly PostedRow[], start = 0n) => rows.reduce((sum, it) => sum + it.amountMinor, start);
