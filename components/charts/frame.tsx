import type { ReactNode } from 'react';
import { AxisFigure } from '../figure.tsx';
import { classNames } from '../ui/class-names.ts';
import { crowdedOf, endsAt, type Foot } from './month-ticks.ts';
import { plotHeight } from './plot.ts';
import { extent, type MoneyScale } from './scale.ts';

/**
 * The frame of a chart: rulers, foot, and a drawing that stretches between them. Words are HTML beside the drawing, so
 * that they keep their size on every screen. `summary` says in a sentence what the drawing shows.
 */
export function ChartFrame({
  scale,
  foot,
  summary,
  children,
  over,
  unknown,
  tall = false,
}: {
  scale: MoneyScale;
  foot: Foot;
  summary: string;
  /** SVG in a 1000 × 1000 space */
  children: ReactNode;
  /** HTML over the drawing: marks, readout */
  over?: ReactNode;
  /** the first share of the width of which nothing is known, and why */
  unknown?: { share: number; words: string } | null;
  tall?: boolean;
}) {
  const crowded = crowdedOf(foot);
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
      <div aria-hidden className="relative w-9">
        {scale.ticks.map(({ amount, share }) => (
          <AxisFigure key={String(amount.amountMinor)} amount={amount} share={share} />
        ))}
      </div>
      <div className={classNames('relative', plotHeight(tall))}>
        {scale.ticks.map(({ amount, share }) => (
          <span
            key={String(amount.amountMinor)}
            className={classNames('absolute inset-x-0 h-px', amount.amountMinor === 0n ? 'bg-edge' : 'bg-line')}
            style={{ top: `${share * 100}%` }}
          />
        ))}
        {unknown && unknown.share > 0.01 ? (
          <span
            className="unknown-time absolute inset-y-0 left-0 flex items-center justify-center overflow-hidden"
            style={{ width: `${unknown.share * 100}%` }}
          >
            {unknown.share > 0.2 ? (
              <span className="rounded bg-raised px-2 py-0.5 text-xs text-muted">{unknown.words}</span>
            ) : null}
          </span>
        ) : null}
        <svg
          role="img"
          aria-label={summary}
          viewBox={`0 0 ${extent} ${extent}`}
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-visible"
        >
          {children}
        </svg>
        {over}
      </div>
      <span />
      <div aria-hidden className="@container relative mt-1.5 h-5 text-xs text-muted">
        {foot.map((word) => (
          <span
            key={word.share}
            className={classNames(
              'absolute whitespace-nowrap',
              word.share > endsAt ? '' : '-translate-x-1/2 first:translate-x-0',
              crowded.has(word) && '@max-xs:hidden',
            )}
            style={word.share > endsAt ? { right: 0 } : { left: `${word.share * 100}%` }}
          >
            {word.label}
          </span>
        ))}
      </div>
    </div>
  );
}
