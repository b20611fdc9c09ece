import type { WireDay, WirePage, WireRow } from './wire.ts';

/** What the list is made of, top to bottom: heads of days (and of what is pending), rows, and the end. */
export type Line =
  | { kind: 'day'; key: string; day: WireDay }
  | { kind: 'pending'; key: 'pending'; count: number }
  | { kind: 'row'; key: string; row: WireRow };

/** How high each kind of line is, in pixels: `wide` from 768 px, `narrow` below. Virtual rows are placed by these. */
export const heights = {
  wide: { day: 40, pending: 40, row: 44 },
  narrow: { day: 40, pending: 40, row: 62 },
} as const;

/**
 * Puts pages one after another into lines. Pending rows stand first, under a head of their own; a day that two pages share
 * has one head. `isPendingOnly`: the list is of pending rows, so each stands under its day like any other.
 */
export function linesOf(pages: readonly WirePage[], isPendingOnly = false): Line[] {
  const rows = pages.flatMap((page) => page.rows);
  const days = new Map(pages.flatMap((page) => page.days.map((day) => [day.day, day] as const)));
  const isAbove = (row: WireRow) => row.status === 'pending' && !isPendingOnly;
  const pending = rows.filter(isAbove);
  const lines: Line[] = [];
  if (pending.length > 0) lines.push({ kind: 'pending', key: 'pending', count: pending.length });
  for (const row of pending) lines.push({ kind: 'row', key: row.id, row });
  let current = '';
  for (const row of rows) {
    if (isAbove(row)) continue;
    const day = days.get(row.day);
    if (day && row.day !== current) lines.push({ kind: 'day', key: day.day, day });
    current = row.day;
    lines.push({ kind: 'row', key: row.id, row });
  }
  return lines;
}
