import Link from 'next/link';
import type { FlowView } from '#lib/accounts/view.ts';
import type { Day } from '#lib/dates/day.ts';
import { monthOf } from '#lib/dates/month.ts';
import { monthTick, monthWords } from '#lib/dates/words.ts';
import { Figure } from '../figure.tsx';
import { ChartFrame } from './frame.tsx';
import { extent, moneyScale } from './scale.ts';

type Rows = (flow: FlowView, direction: 'in' | 'out') => string;

/** Money in and out per month as bars around zero; each bar opens its rows. `rowsHref` makes the address of the rows. */
export function FlowChart({
  months,
  currency,
  today,
  rowsHref,
}: {
  months: readonly FlowView[];
  currency: string;
  today: Day;
  rowsHref: Rows;
}) {
  const scale = moneyScale(
    months.flatMap((month) => [month.in.amountMinor, month.out.amountMinor]),
    currency,
    { zero: true },
  );
  const slot = extent / Math.max(months.length, 1);
  const zero = scale.y(0n);
  const name = (flow: FlowView) => monthWords(monthOf(flow.from), today);
  return (
    <>
      <ChartFrame
        scale={scale}
        foot={months.map((month, i) => ({ label: monthTick(monthOf(month.from)), share: (i + 0.5) / months.length }))}
        summary={`Posted money in and out per month, ${months[0] ? name(months[0]) : ''} to this month. The values stand in the table below.`}
        over={months.map((month, i) => (
          <span
            key={month.from}
            className="absolute inset-y-0 flex flex-col"
            style={{ left: `${(i * slot) / 10}%`, width: `${slot / 10}%` }}
          >
            <Link
              href={rowsHref(month, 'in')}
              prefetch={false}
              className="min-h-6 shrink-0"
              style={{ height: `${zero / 10}%` }}
              aria-label={`Rows in, ${name(month)}`}
            />
            <Link
              href={rowsHref(month, 'out')}
              prefetch={false}
              className="min-h-6 flex-1"
              aria-label={`Rows out, ${name(month)}`}
            />
          </span>
        ))}
      >
        {months.map((month, i) => {
          const left = i * slot;
          const isNow = i === months.length - 1;
          const top = scale.y(month.in.amountMinor);
          return (
            <g key={month.from} className={isNow ? undefined : 'opacity-60'}>
              <rect
                x={left + slot * 0.2}
                width={slot * 0.28}
                y={top}
                height={Math.max(0, zero - top)}
                className="fill-proven"
              />
              <rect
                x={left + slot * 0.52}
                width={slot * 0.28}
                y={zero}
                height={Math.max(0, scale.y(month.out.amountMinor) - zero)}
                className="fill-debt"
              />
            </g>
          );
        })}
      </ChartFrame>
      <details className="mt-1">
        <summary className="inline-flex min-h-11 items-center text-sm text-muted underline decoration-line-strong underline-offset-4 hover:text-ink md:min-h-8">
          As a table
        </summary>
        <table className="w-full text-sm">
          <thead className="text-left text-muted">
            <tr>
              <th scope="col" className="py-1 font-normal">
                Month
              </th>
              <th scope="col" className="py-1 text-right font-normal">
                In
              </th>
              <th scope="col" className="py-1 text-right font-normal">
                Out
              </th>
            </tr>
          </thead>
          <tbody>
            {[...months].reverse().map((month) => (
              <tr key={month.from} className="border-t border-line">
                <th scope="row" className="py-1.5 text-left font-normal">
                  {name(month)}
                </th>
                {(['in', 'out'] as const).map((direction) => (
                  <td key={direction} className="py-1.5 text-right">
                    <Figure
                      amount={month[direction]}
                      explain={{ kind: 'rows', href: rowsHref(month, direction) }}
                      look="flow"
                      label={`${direction}, ${name(month)}`}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
