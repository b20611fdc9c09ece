import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { day } from '#lib/dates/day.ts';
import { RealDate } from './real-date.tsx';

test('the date by which sessions go is told where the product has moved to another, and only there', () => {
  const real = day('2026-11-27');
  expect(renderToStaticMarkup(<RealDate real={real} shown={day('2027-01-29')} />)).toMatch(
    /real date, 27 Nov 2026; .* 29 Jan 2027\./,
  );
  expect(renderToStaticMarkup(<RealDate real={real} shown={real} />)).toBe('');
});
