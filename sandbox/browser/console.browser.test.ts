import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nowMs } from '#sandbox/world/clock.ts';
import { type Bench, openBench } from './test-dialog.ts';

let bench: Bench;
let page: Page;

beforeAll(async () => {
  bench = await openBench();
  const linked = await bench.visit({ session: { prefetch: ['balances'] } });
  const body = { publishable_key: 'pk_test_dialog', client_secret: linked.clientSecret };
  await fetch(`${bench.sandbox.url}/_sandbox/demo/link`, { method: 'POST', body: JSON.stringify(body) });
  page = linked.page;
  await page.goto(`${bench.sandbox.url}/_sandbox?world=dialog`);
  await page.locator('body[data-ready]').waitFor();
});

afterAll(() => bench.close());

it('shows what is linked, with its true balance beside the told one', async () => {
  const row = page.getByRole('row').filter({ hasText: 'Everyday Checking' });
  const told = row.getByRole('cell').nth(2);
  await told.getByText('as of').waitFor();
  const truth = (await row.getByRole('cell').nth(3).textContent()) ?? '';
  expect(truth).toMatch(/^−?\$[\d,]+\.\d\d$/);
  expect(await told.textContent()).toContain(truth);
  await page.getByRole('article').filter({ hasText: 'salaried' }).getByText(truth).waitFor();
});

it('moves the clock by a click', async () => {
  const now = () => nowMs(bench.sandbox.worlds.get('dialog'));
  const before = now();
  await page.getByRole('button', { name: 'Two months later' }).click();
  await page.getByText(/^Moved on by 61 days/).waitFor();
  expect(Math.round((now() - before) / 86_400_000)).toBe(61);
});

it('breaks a connection and mends it, and keeps the focus through the redrawing', async () => {
  const row = page.getByRole('row').filter({ hasText: 'Everyday Checking' });
  await row.getByRole('button', { name: /^Deactivate/ }).click();
  await row.getByText('inactive', { exact: true }).waitFor();
  const event = page.getByRole('group').filter({ hasText: 'financial_connections.account.deactivated' });
  const payload = event.getByText('"previous_attributes"');
  await event.locator('summary').click();
  await payload.waitFor();
  await row.getByRole('button', { name: /^New ids/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Linking this account again will give it new ids.').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('New ids on relink');
  await row.getByRole('button', { name: /^Reactivate/ }).click();
  await row.getByText('active', { exact: true }).waitFor();
  await page.getByText('financial_connections.account.reactivated', { exact: true }).waitFor();
  expect(await payload.isVisible()).toBe(true);
});

it('arms a fault and removes it', async () => {
  await page.getByLabel('What goes wrong').selectOption('bank-down');
  await page.getByRole('button', { name: 'Let it happen' }).click();
  const armed = page.getByRole('listitem').filter({ hasText: 'Bank down' });
  await armed.getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Nothing is armed.').waitFor();
});

it('begins again only when that is confirmed', async () => {
  await page.getByRole('button', { name: 'Begin again…' }).click();
  await page.getByRole('button', { name: 'Keep this world' }).click();
  expect(await page.getByRole('row').count()).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Begin again…' }).click();
  await page.getByRole('button', { name: 'Begin again', exact: true }).click();
  await page.getByText('No account is linked yet.').waitFor();
});
