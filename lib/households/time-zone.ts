/** The zone of a household whose browser has named none: where most people with American bank accounts live. */
export const defaultTimeZone = 'America/New_York';

/**
 * A zone from outside, as the name by which the time zone database knows it. Only names of regions: an offset such as
 * `+05:00` has no summer time, and days would begin at the wrong hour for half of the year. Null when it is none.
 */
export function parseTimeZone(text: string | null | undefined): string | null {
  if (!text || text.length > 64 || !/^[A-Za-z]/.test(text)) return null;
  try {
    const zone = new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone;
    return zone === 'UTC' || zone.includes('/') ? zone : null;
  } catch {
    return null;
  }
}

/** The zones offered in settings, in alphabetical order, with `current` among them. */
export function offeredTimeZones(current: string): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', current])].sort();
}
