import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dayOf } from '#lib/dates/day.ts';
import { offeredTimeZones, parseTimeZone } from './time-zone.ts';

it('takes the zones that browsers name', () => {
  for (const zone of ['America/New_York', 'Europe/Berlin', 'UTC']) expect(parseTimeZone(zone)).toBe(zone);
  // Zones that were renamed: runtimes differ in which of the two names they give.
  expect(['Asia/Kolkata', 'Asia/Calcutta']).toContain(parseTimeZone('Asia/Kolkata'));
  expect(parseTimeZone('America/Argentina/Buenos_Aires')).toMatch(/^America\/(Argentina\/)?Buenos_Aires$/);
  expect(parseTimeZone('america/new_york')).toBe('America/New_York');
});

it('refuses offsets, inventions and nothing', () => {
  for (const text of [
    '+05:00',
    '-08',
    'EST5EDT4',
    'Mars/Olympus',
    "UTC'; DROP TABLE household",
    '',
    ' ',
    null,
    undefined,
    'x'.repeat(65),
  ]) {
    expect(parseTimeZone(text), String(text)).toBeNull();
  }
});

it('gives days in every zone that it lets through', () => {
  const at = new Date('2026-11-21T04:30:00Z');
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...offeredTimeZones('Asia/Tokyo')), fc.string()), (text) => {
      const zone = parseTimeZone(text);
      if (zone !== null) expect(dayOf(at, zone)).toMatch(/^2026-11-2[012]$/);
    }),
  );
});
