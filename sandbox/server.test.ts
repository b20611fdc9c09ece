import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { guideWorld } from './guide/sandbox-world.ts';
import { addressOf, startSandbox } from './server.ts';

const addresses = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));

it.each([
  ['127.0.0.1', 'http://127.0.0.1:12111'],
  ['localhost', 'http://localhost:12111'],
  ['::1', 'http://[::1]:12111'],
  ['::', 'http://[::]:12111'],
])('is found on %s at %s', (host, address) => {
  expect(addressOf(host, 12111)).toBe(address);
  expect(new URL(address).port).toBe('12111');
});

it.skipIf(!addresses.includes('::1'))('is reached by the SDK at the address of IPv6 that it says', async () => {
  const sandbox = await startSandbox({ host: '::1' });
  const { stripe } = await guideWorld(sandbox.url);
  expect((await stripe.customers.list()).data).toEqual([]);
  await sandbox.close();
});
