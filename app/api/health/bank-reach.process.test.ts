import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { setTestSettings } from '#lib/test-settings.ts';
import { isBankReachable } from './bank-reach.ts';

let asked = 0;
const server = createServer((_request, response) => {
  asked += 1;
  response.writeHead(401).end();
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  setTestSettings({ STRIPE_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('whether the bank can be reached', () => {
  it('is asked once in a few seconds, however often somebody wants to know, and again after them', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    await Promise.all([isBankReachable(2_000), isBankReachable(2_000)]);
    await isBankReachable(2_000);
    expect(asked).toBe(1);
    vi.setSystemTime(Date.now() + 5_000);
    expect(await isBankReachable(2_000)).toBe(true);
    expect(asked).toBe(2);
    vi.useRealTimers();
  });
});
