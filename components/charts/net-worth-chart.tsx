import { area, curveStepAfter, line } from 'd3-shape';
import type { NetWorthPoint } from '#lib/accounts/view.ts';
import type { Day } from '#lib/dates/day.ts';
import { shortDay } from '#lib/dates/words.ts';
import { ChartFrame } from './frame.tsx';
import { footOf } from './month-ticks.ts';
import { extent, moneyScale, xOf } from './scale.ts';
import { SeriesReader } from './series-reader.client.tsx';

/** Whether anything is owed on a day that is drawn. */
export function hasDebts(series: readonly NetWorthPoint[]): boolean {
  return series.some((point) => point.missing === 0 && point.debtsMinor !== 0n);
}

/**
 * Net worth over time: what is owned above zero, what is owed below it, and the line of their sum. As long as the
 * balance of any account is not known, the sum is not either: that time is hatched.
 */
export function NetWorthChart({
  series,
  currency,
  today,
}: {
  series: readonly NetWorthPoint[];
  currency: string;
  today: Day;
}) {
  const known = series.map((point) => (point.missing === 0 ? point : null));
  const first = known.findIndex((point) => point !== null);
  if (first === -1)
    return <p className="py-8 text-muted">Net worth has no history yet: it begins when every account has a balance.</p>;
  const net = known.map((point) => point && point.assetsMinor + point.debtsMinor);
  const assets = known.map((point) => point?.assetsMinor ?? null);
  const debts = known.map((point) => point?.debtsMinor ?? null);
  const values = known.flatMap((point) =>
    point ? [point.assetsMinor, point.debtsMinor, point.assetsMinor + point.debtsMinor] : [],
  );
  const scale = moneyScale(values, currency, { zero: true });
  const x = (_: unknown, i: number) => Math.round(xOf(i, series.length));
  const zero = Math.round(scale.y(0n));
  const isKnown = (point: NetWorthPoint | null): point is NetWorthPoint => point !== null;
  const areaOf = (value: (point: NetWorthPoint) => bigint) =>
    area<NetWorthPoint | null>()
      .defined(isKnown)
      .x(x)
      .y0(zero)
      .y1((point) => Math.round(scale.y(value(point as NetWorthPoint))))
      .curve(curveStepAfter)(known) ?? '';
  const lineOf = line<bigint | null>()
    .defined((value) => value !== null)
    .x(x)
    .y((value) => Math.round(scale.y(value as bigint)))
    .curve(curveStepAfter);
  const isOwing = hasDebts(series);
  const days = series.map((point) => point.day);
  const begins = days[first] ?? today;
  return (
    <SeriesReader
      tall
      days={days}
      today={today}
      currency={currency}
      page="/accounts"
      subject="Net worth"
      series={[
        { label: 'Net worth', minor: net, dot: 'bg-ink' },
        { label: 'Assets', minor: assets, dot: 'bg-accent' },
        ...(isOwing ? [{ label: 'Debts', minor: debts, dot: 'bg-debt' }] : []),
      ]}
    >
      <ChartFrame
        tall
        scale={scale}
        foot={footOf(days)}
        summary={`Net worth from ${shortDay(begins, today)} to today: ${isOwing ? 'assets above zero, debts below, and their sum as a line' : 'what you own, without debts'}. The values stand in the table below.`}
        unknown={
          first > 0
            ? { share: xOf(first, series.length) / extent, words: `not known before ${shortDay(begins, today)}` }
            : null
        }
      >
        <path d={areaOf((point) => point.assetsMinor)} className="fill-accent opacity-15" />
        <path d={areaOf((point) => point.debtsMinor)} className="fill-debt opacity-25" />
        <path
          d={lineOf(assets) ?? ''}
          className="fill-none stroke-accent"
          strokeWidth={1.25}
          vectorEffect="non-scaling-stroke"
        />
        {isOwing ? (
          <path
            d={lineOf(debts) ?? ''}
            className="fill-none stroke-debt"
            strokeWidth={1.25}
            vectorEffect="non-scaling-stroke"
          />
        ) : null}
        <path
          d={lineOf(net) ?? ''}
          className="fill-none stroke-ink"
          strokeWidth={2}
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      </ChartFrame>
    </SeriesReader>
  );
}
