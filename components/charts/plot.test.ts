import { expect, test } from 'vitest';
import { day } from '#lib/dates/day.ts';
import { placeOf, stepWords } from './plot.ts';

const drawn = ['2026-11-01', '2026-11-03', '2026-11-05'].map((text) => day(text));

test('a chosen day keeps its place when other days are drawn around it', () => {
  const chosen = day('2026-11-03');
  expect(placeOf(drawn, chosen)).toBe(1);
  expect(placeOf([...drawn.slice(1), day('2026-11-07')], chosen)).toBe(0);
});

test('a chosen day that is not drawn any more is the one before it, or the first', () => {
  expect(placeOf(drawn, day('2026-11-04'))).toBe(1);
  expect(placeOf(drawn, day('2026-10-01'))).toBe(0);
});

test('without a choice it is the newest day, also after a day has come', () => {
  expect(placeOf(drawn, null)).toBe(2);
  expect(placeOf(drawn.slice(0, 2), null)).toBe(1);
});

test('days that are not each day are said to be thinned, also where one more stands between them', () => {
  const of = (...texts: string[]) => stepWords(texts.map((text) => day(`2026-11-${text}`)));
  expect(of('01', '02', '03')).toBeNull();
  expect(of('01')).toBeNull();
  expect(of('01', '03', '05')).toBe('Every second day is shown.');
  expect(of('01', '04', '06', '07')).toBe('One day in 3 is shown.');
});
