import type { Day } from '#lib/dates/day.ts';
import { shortDay } from '#lib/dates/words.ts';

/** Says by which date sessions go, where the rest of the product has moved to another one. */
export function RealDate({ real, shown }: { real: Day; shown: Day }) {
  if (real === shown) return null;
  return (
    <p className="mb-3 text-sm text-muted">
      Sessions go by the real date, {shortDay(real, shown)}; everything else here is at {shortDay(shown, real)}.
    </p>
  );
}
