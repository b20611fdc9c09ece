import type { WireDay, WirePage, WireRow } from './wire.ts';

/**
 * What the list is made of, top to bottom: heads of days (and of what is pending), rows, and the end. A row that stands
 * under no day says its own.
 */
export type Line =
  | { kind: 'day'; key: string; day: WireDay }
  | { kind: 'pending'; key: 'pending'; count: number }
  | { kind: 'row'; key: string; row: WireRow; day?: string | undefined };

/** How high each kind of line is, in pixels: `wide` from 768 px, `narrow` below. Virtual rows are placed by these. */
export const heights = {
  wide: { day: 40, pending: 40, row: 44 },
  narrow: { day: 40, pending: 40, row: 62 },
} as const;

/**
 * What stands fixed over the window's edges covers at most this much, in pixels: the demo's banner and the head of a day
 * above, the bar of places below. The page's own `scroll-padding` (`globals.css`) is the same.
 */
export const edge = 80;

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
  for (const row of pending) lines.push({ kind: 'row', key: row.id, row, day: days.get(row.day)?.words });
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

/**
 * The index of the row that a step leads to: after (1) or before (-1) the line one is at; without one, the first row from
 * `top` on, the first line in sight. Where there is no further row, one stays.
 */
export function nextRow(lines: readonly Line[], at: number | null, step: 1 | -1, top: number): number | null {
  const direction = at === null ? 1 : step;
  const from = at === null ? Math.min(top, lines.length - 1) : at + step;
  for (let i = from; i >= 0 && i < lines.length; i += direction) if (lines[i]?.kind === 'row') return i;
  return at;
}
