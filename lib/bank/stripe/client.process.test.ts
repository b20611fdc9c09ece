import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, expect, it, vi } from 'vitest';
import { forgetEnv } from '../../env.ts';
import { testSettings } from '../../test-settings.ts';
import { stripe } from './client.ts';

const addresses = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));

afterEach(() => {
  vi.unstubAllEnvs();
  forgetEnv();
});

it.skipIf(!addresses.includes('::1'))('reaches a bank at an address of IPv6', async () => {
  const bank = createServer((_request, response) => response.end('{"object":"list","data":[]}'));
  await new Promise<void>((resolve) => bank.listen(0, '::1', resolve));
  const settings = { ...testSettings, STRIPE_API_URL: `http://[::1]:${(bank.address() as AddressInfo).port}` };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  forgetEnv();
  expect((await stripe().customers.list()).data).toEqual([]);
  bank.closeAllConnections();
  bank.close();
});
