'use client';

import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import type { Day } from '#lib/dates/day.ts';
import { dayWords } from '#lib/dates/words.ts';
import { dayHref } from '../day-href.ts';
import { Figure } from '../figure.tsx';
import { classNames } from '../ui/class-names.ts';
import { placeOf, plotHeight, stepWords } from './plot.ts';

export type ReaderSeries = {
  label: string;
  /** one per day; null where it is not known */
  minor: readonly (bigint | null)[];
  /** the colour of the mark in the drawing, as a class for the dot */
  dot: string;
};

type ReaderProps = {
  days: readonly Day[];
  today: Day;
  currency: string;
  series: readonly ReaderSeries[];
  /** the address of the page that shows what a day is made of */
  page: string;
  /** what the chart is of, in the name of its controls */
  subject: string;
};

/** The cursor over a drawing: hover, touch or arrow keys choose a day, and `onChoose` tells which. */
function Cursor({
  count,
  at,
  onChoose,
  name,
  words,
}: {
  count: number;
  at: number;
  onChoose: (index: number) => void;
  name: string;
  words: string;
}) {
  return (
    <>
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 w-px bg-ink/60"
        style={{ left: `${(count < 2 ? 1 : at / (count - 1)) * 100}%` }}
      />
      <input
        type="range"
        min={0}
        max={count - 1}
        value={at}
        aria-label={name}
        aria-valuetext={words}
        onChange={(event) => onChoose(event.currentTarget.valueAsNumber)}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
          onChoose(Math.round(share * (count - 1)));
        }}
        className="chart-cursor absolute inset-0 size-full cursor-crosshair appearance-none bg-transparent"
      />
    </>
  );
}

/**
 * Lays a cursor over a drawing that was made on the server (`children`, a ChartFrame), reads the chosen day out below it,
 * and gives all values as a table. The figures of a day lead to what the day is made of.
 */
export function SeriesReader({
  children,
  tall = false,
  ...reader
}: ReaderProps & { children: ReactNode; tall?: boolean }) {
  const { days, today, currency, series, page, subject } = reader;
  const [wanted, setWanted] = useState<Day | null>(null);
  const at = placeOf(days, wanted);
  const chosen = days[at] ?? today;
  return (
    <>
      <div className="relative">
        {children}
        <div className={classNames('absolute top-0 right-0 left-11', plotHeight(tall))}>
          <Cursor
            count={days.length}
            at={at}
            onChoose={(index) => setWanted(index < days.length - 1 ? (days[index] ?? null) : null)}
            name={`${subject}: choose a day`}
            words={dayWords(chosen, today)}
          />
        </div>
      </div>
      <div role="status" className="mt-2 flex min-h-6 flex-wrap items-baseline gap-x-5 gap-y-1 text-sm">
        <Link
          href={dayHref(page, chosen)}
          prefetch={false}
          className="min-w-24 font-medium underline decoration-line-strong underline-offset-4 hover:decoration-ink"
        >
          {dayWords(chosen, today)}
        </Link>
        {series.map((one) => (
          <span key={one.label} className="inline-flex items-baseline gap-1.5">
            <span aria-hidden className={classNames('size-2 self-center rounded-full', one.dot)} />
            <span className="text-muted">{one.label}</span>
            <Amount minor={one.minor[at] ?? null} currency={currency} href={dayHref(page, chosen)} />
          </span>
        ))}
      </div>
      <SeriesTable {...reader} />
    </>
  );
}

function Amount({ minor, currency, href }: { minor: bigint | null; currency: string; href: string }) {
  return minor === null ? (
    <span className="text-muted">not known</span>
  ) : (
    <Figure amount={{ amountMinor: minor, currency }} explain={{ kind: 'formula', href }} />
  );
}

/** The same values as the drawing, in a table, newest first; made when it is opened. */
function SeriesTable({ days, today, currency, series, page, subject }: ReaderProps) {
  const [isOpen, setOpen] = useState(false);
  const step = stepWords(days);
  const newestFirst = days.map((_, i) => days.length - 1 - i);
  return (
    <details className="mt-1" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="inline-flex min-h-11 items-center text-sm text-muted underline decoration-line-strong underline-offset-4 hover:text-ink md:min-h-8">
        As a table
      </summary>
      {isOpen ? (
        <section
          aria-label={`${subject} as a table`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys
          tabIndex={0}
          className="max-h-80 overflow-auto rounded-lg border border-line"
        >
          <table className="w-full text-sm">
            {step ? <caption className="px-3 py-2 text-left text-muted">{step}</caption> : null}
            <thead className="sticky top-0 bg-sunken text-left">
              <tr>
                <th scope="col" className="px-3 py-2 font-medium">
                  Day
                </th>
                {series.map((one) => (
                  <th key={one.label} scope="col" className="px-3 py-2 text-right font-medium">
                    {one.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {newestFirst.map((i) => (
                <tr key={days[i]} className="border-t border-line">
                  <th scope="row" className="px-3 py-1.5 text-left font-normal whitespace-nowrap">
                    {dayWords(days[i] ?? today, today)}
                  </th>
                  {series.map((one) => (
                    <td key={one.label} className="px-3 py-1.5 text-right">
                      <Amount minor={one.minor[i] ?? null} currency={currency} href={dayHref(page, days[i] ?? today)} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </details>
  );
}
