// Days as whole numbers. A day has no zone, so that each is as long as every other: plain arithmetic is right, and cheap
// enough for a chart's thousands. `Date` reads and writes a date without time as UTC.

const dayMs = 86_400_000;

/** How many days after 1970-01-01 a day `YYYY-MM-DD` is. */
export function countOf(value: string): number {
  return Date.parse(value) / dayMs;
}

/** The day that is so many days after 1970-01-01, `YYYY-MM-DD`. */
export function dayAt(count: number): string {
  return new Date(count * dayMs).toISOString().slice(0, 10);
}
