import { curveStepAfter, line } from 'd3-shape';
import type { AccountView } from '#lib/accounts/view.ts';
import type { Day } from '#lib/dates/day.ts';
import { shortDay } from '#lib/dates/words.ts';
import { ChartFrame } from './frame.tsx';
import { footOf } from './month-ticks.ts';
import { extent, moneyScale, xOf } from './scale.ts';
import { SeriesReader } from './series-reader.client.tsx';

/**
 * The balance of one account at the end of each day. Time before the bank's rows begin is hatched, never drawn as zero;
 * a small mark stands where the bank itself has stated a balance.
 */
export function BalanceChart({
  account,
  today,
}: {
  account: Pick<AccountView, 'id' | 'name' | 'currency' | 'days' | 'stated' | 'coverageFrom'>;
  today: Day;
}) {
  const { days, currency } = account;
  const ends = days.map((point) => point.endMinor);
  const first = ends.findIndex((end) => end !== null);
  if (first === -1) return <p className="py-8 text-muted">No history yet: it begins with the bank’s first balance.</p>;
  const scale = moneyScale(
    ends.flatMap((end) => (end === null ? [] : [end])),
    currency,
  );
  const x = (_: unknown, i: number) => Math.round(xOf(i, days.length));
  const bounds = {
    defined: (value: bigint | null) => value !== null,
    y: (value: bigint | null) => Math.round(scale.y(value as bigint)),
  };
  const stroke = line<bigint | null>().defined(bounds.defined).x(x).y(bounds.y).curve(curveStepAfter)(ends) ?? '';
  const place = new Map(days.map((point, i) => [point.day, i]));
  const stated = account.stated.flatMap(({ day, current }) => {
    const index = place.get(day);
    return index === undefined ? [] : [`M${x(day, index)} ${Math.round(scale.y(current.amountMinor))}h0`];
  });
  const begins = days[first]?.day ?? today;
  return (
    <SeriesReader
      days={days.map((point) => point.day)}
      today={today}
      currency={currency}
      page={`/accounts/${account.id}`}
      subject={`Balance of ${account.name}`}
      series={[{ label: 'Balance', minor: ends, dot: 'bg-accent' }]}
    >
      <ChartFrame
        scale={scale}
        foot={footOf(days.map((point) => point.day))}
        summary={`Balance of ${account.name} at the end of each day from ${shortDay(begins, today)} to today. The values stand in the table below.`}
        unknown={
          first > 0
            ? { share: xOf(first, days.length) / extent, words: `not known before ${shortDay(begins, today)}` }
            : null
        }
      >
        <path
          d={stroke}
          className="fill-none stroke-accent"
          strokeWidth={1.75}
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
        {/* Lines of no length with round ends: dots that keep their shape and size however the drawing stretches. */}
        <path
          d={stated.join('')}
          className="fill-none stroke-accent stroke-6"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      </ChartFrame>
    </SeriesReader>
  );
}
