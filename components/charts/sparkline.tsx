import { curveStepAfter, line } from 'd3-shape';
import type { DayEnd } from '#lib/accounts/view.ts';
import { extent, moneyScale, xOf } from './scale.ts';

/** The shape of the last days, beside a balance that says the number. Nothing is drawn where nothing is known. */
export function Sparkline({
  trend,
  currency,
  className,
}: {
  trend: readonly DayEnd[];
  currency: string;
  className?: string;
}) {
  const ends = trend.map((point) => point.endMinor);
  const known = ends.flatMap((end) => (end === null ? [] : [end]));
  if (known.length < 2) return <span className={className} />;
  const scale = moneyScale(known, currency);
  const path = line<bigint | null>()
    .defined((end) => end !== null)
    .x((_, i) => Math.round(xOf(i, ends.length)))
    .y((end) => Math.round(scale.y(end as bigint)))
    .curve(curveStepAfter);
  return (
    <svg aria-hidden="true" viewBox={`0 0 ${extent} ${extent}`} preserveAspectRatio="none" className={className}>
      <path
        d={path(ends) ?? ''}
        className="fill-none stroke-accent"
        strokeWidth={1.25}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
