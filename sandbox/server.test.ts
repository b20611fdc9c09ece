import { expect, it } from 'vitest';
import { addressOf } from './server.ts';

it.each([
  ['127.0.0.1', 'http://127.0.0.1:12111'],
  ['localhost', 'http://localhost:12111'],
  ['::1', 'http://[::1]:12111'],
  ['::', 'http://[::]:12111'],
])('is found on %s at %s', (host, address) => {
  expect(addressOf(host, 12111)).toBe(address);
  expect(new URL(address).port).toBe('12111');
});
