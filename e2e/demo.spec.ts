import { expect, test } from './fixtures.ts';
import { DoorPages } from './pages/door-pages.ts';
import { SettingsPage } from './pages/settings-page.ts';
import { Shell } from './pages/shell.ts';

test('the demo is one click: a household of its own, linked, with rows and balances, and marked', async ({
  page,
  stack,
  elsewhere,
}) => {
  await new DoorPages(page).tryDemo();
  await page.waitForURL('**/overview');
  await expect(page.getByText('Made-up people and money')).toBeVisible();
  const consoleLink = page.getByRole('link', { name: 'Move the bank’s time' });
  await expect(consoleLink).toHaveAttribute('href', `${stack.sandboxUrl}/_sandbox?world=plumb`);
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
  await new Shell(page).leaveDemo();
  await page.waitForURL('**/erased/**');
  await expect(page.getByRole('heading', { level: 1, name: 'The demo is deleted' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('The demo is closed.')).toBeVisible();
  await page.goto('/overview');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a demo opened out of one’s own account leads back to it', async ({ signedIn: page, person }) => {
  const banner = page.getByText('Made-up people and money');
  await page.goto('/overview');
  await page.locator('main').getByRole('button', { name: 'Show me with demo data' }).click();
  await expect(banner).toBeVisible();
  await expect(page.getByText(person.name)).toHaveCount(0);
  await new Shell(page).leaveDemo();
  await expect(banner).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Nothing is linked yet' })).toBeVisible();
  await new SettingsPage(page).open();
  await expect(page.getByLabel('Name')).toHaveValue(person.name);
  await expect(new SettingsPage(page).devices).toHaveCount(1);
});
