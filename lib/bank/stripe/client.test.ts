import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, expect, it, vi } from 'vitest';
import { forgetEnv } from '../../env.ts';
import { stripe } from './client.ts';

const addresses = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));

afterEach(() => {
  vi.unstubAllEnvs();
  forgetEnv();
});

it.skipIf(!addresses.includes('::1'))('reaches a bank at an address of IPv6', async () => {
  const bank = createServer((_request, response) => response.end('{"object":"list","data":[]}'));
  await new Promise<void>((resolve) => bank.listen(0, '::1', resolve));
  const settings = {
    NODE_ENV: 'test',
    DATABASE_URL: 'postgresql://127.0.0.1:9/none',
    AUTH_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
    DATA_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    STRIPE_SECRET_KEY: 'sk_test_unit',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_unit',
    STRIPE_WEBHOOK_SECRET: 'whsec_test',
    STRIPE_API_URL: `http://[::1]:${(bank.address() as AddressInfo).port}`,
    SMTP_URL: 'smtp://127.0.0.1:9',
    LOG_LEVEL: 'silent',
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  forgetEnv();
  expect((await stripe().customers.list()).data).toEqual([]);
  bank.closeAllConnections();
  bank.close();
});
