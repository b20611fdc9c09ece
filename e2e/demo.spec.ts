import { expect, test } from './fixtures.ts';
import { DoorPages } from './pages/door-pages.ts';

test('the demo is one click: a household of its own, linked, with rows and balances, and marked', async ({
  page,
  elsewhere,
}) => {
  await new DoorPages(page).tryDemo();
  await page.waitForURL('**/overview');
  await expect(page.getByText('Made-up people and money')).toBeVisible();
  await expect(
    page.locator('main').getByRole('link', { name: 'Everyday Checking', exact: true }).first(),
  ).toBeVisible();
  await expect
    .poll(async () => {
      await page.goto('/overview');
      const card = page.locator('main').getByRole('heading', { name: 'Latest transactions' });
      return (await card.count()) * (await page.locator('main [data-money$=" bankObject"]').count());
    })
    .toBeGreaterThan(4);
  const address = await page
    .locator('main')
    .getByRole('link', { name: 'Everyday Checking', exact: true })
    .first()
    .getAttribute('href');

  const other = await elsewhere();
  await new DoorPages(other).tryDemo();
  await other.waitForURL('**/overview');
  const theirs = await other
    .locator('main')
    .getByRole('link', { name: 'Everyday Checking', exact: true })
    .first()
    .getAttribute('href');
  expect(theirs, 'two visitors have two demos').not.toBe(address);
});

test('the demo is left by deleting it', async ({ page }) => {
  await new DoorPages(page).tryDemo();
  await page.waitForURL('**/overview');
  await page.getByRole('link', { name: 'Leave the demo' }).click();
  await page.getByRole('button', { name: 'Leave and delete the demo' }).click();
  await page.waitForURL('**/erased/**');
  await expect(page.getByRole('heading', { level: 1, name: 'Your data is deleted' })).toBeVisible({ timeout: 30_000 });
  await page.goto('/overview');
  await expect(page).toHaveURL(/\/sign-in/);
});
