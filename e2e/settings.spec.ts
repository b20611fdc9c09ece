import { inspect } from './axe.ts';
import { query } from './books.ts';
import { expect, test } from './fixtures.ts';
import { DoorPages } from './pages/door-pages.ts';
import { SettingsPage } from './pages/settings-page.ts';
import { TransactionsPage } from './pages/transactions-page.ts';

test('the theme is kept, also where one signs in next', async ({ signedIn: page, person, elsewhere }) => {
  const settings = new SettingsPage(page);
  await settings.open();
  await settings.chooseTheme('Dark');
  await expect(settings.status.filter({ hasText: 'Saved' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const background = (at: typeof page) => at.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await background(page);
  await settings.chooseTheme('Light');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  expect(await background(page)).not.toBe(dark);
  await settings.chooseTheme('Dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  const other = await elsewhere();
  await new DoorPages(other).signIn(person);
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('amounts are hidden by one key, on every page, until it is pressed again', async ({ atBank: page }) => {
  await page.goto('/overview');
  const digits = page.locator('main .figure-digits').filter({ visible: true });
  await expect(digits.first()).toBeVisible();
  await page.keyboard.press('.');
  await expect(digits).toHaveCount(0);
  await page.goto('/transactions');
  await expect(digits).toHaveCount(0);
  await expect(page.locator('main').getByRole('link', { name: 'hidden amount' }).first()).toBeAttached();
  await page.keyboard.press('.');
  await expect(digits.first()).toBeVisible();
  await new SettingsPage(page).open();
  await page.getByRole('switch', { name: /Hide amounts/ }).check();
  await new SettingsPage(page).saveLooks();
  await expect(new SettingsPage(page).status.filter({ hasText: 'Saved' })).toBeVisible();
  await new TransactionsPage(page).open();
  await expect(digits).toHaveCount(0);
});

test('a switch that is saved holds against the key pressed before it, without loading the page again', async ({
  signedIn: page,
}) => {
  const html = page.locator('html');
  const settings = new SettingsPage(page);
  const hide = page.getByRole('switch', { name: /Hide amounts/ });
  await settings.open();
  await expect(html).toHaveAttribute('data-ready');
  await page.keyboard.press('.');
  await expect(html).toHaveClass(/hide-amounts/);
  await expect(hide, 'the switch follows the key').toBeChecked();
  await hide.uncheck();
  await settings.saveLooks();
  await expect(settings.status.filter({ hasText: 'Saved' })).toBeVisible();
  await expect(html).not.toHaveClass(/hide-amounts/);
  await expect(page.getByRole('button', { name: 'Hide amounts' }).filter({ visible: true })).not.toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(hide).not.toBeChecked();
});

test('the name can be changed, and the time zone until a bank is linked', async ({ signedIn: page }) => {
  const settings = new SettingsPage(page);
  await settings.open();
  await expect(page.getByLabel('Time zone')).toHaveValue('America/New_York');
  await page.getByLabel('Time zone').selectOption('Europe/Lisbon');
  await page.getByRole('button', { name: 'Save the zone' }).click();
  await expect(settings.status.filter({ hasText: 'Saved.' })).toBeVisible();
  await expect(page.getByLabel('Time zone')).toHaveValue('Europe/Lisbon');
  await settings.rename('  ');
  await expect(page.getByLabel('Name')).toHaveAccessibleDescription(/Enter a name/);
  await settings.rename('Ada of Lisbon');
  await expect(page.getByText('Ada of Lisbon').first()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Name')).toHaveValue('Ada of Lisbon');
  await expect(page.getByLabel('Time zone')).toHaveValue('Europe/Lisbon');
});

test('a name that is sent while the app is away is still there, and is saved when it is sent again', async ({
  signedIn: page,
  complaints,
}) => {
  complaints.expect(/ERR_INTERNET_DISCONNECTED/);
  const settings = new SettingsPage(page);
  await settings.open();
  await page.context().setOffline(true);
  await settings.rename('Ada of the tunnel');
  const alert = page.locator('main').getByRole('alert');
  await expect(alert).toContainText('Plumb did not answer');
  await expect(page.getByLabel('Name')).toHaveValue('Ada of the tunnel');
  await settings.signOut();
  await expect(alert).toHaveCount(2);
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Save the name' }).click();
  await expect(settings.status.filter({ hasText: 'Saved.' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Name')).toHaveValue('Ada of the tunnel');
});

test('a name that is sent after the session has ended stays in its field, beside the way to sign in', async ({
  signedIn: page,
  person,
}) => {
  await page.clock.install();
  const settings = new SettingsPage(page);
  await settings.open();
  let looks = 0;
  await page.route('**/api/health/pages', (route) => {
    looks += 1;
    return route.continue();
  });
  await page.context().clearCookies();
  await settings.rename('Ada of another tab');
  const alert = page.locator('main').getByRole('alert');
  await expect(alert).toContainText('You are signed out');
  const way = alert.getByRole('link', { name: 'Sign in in a new tab' });
  await page.locator(':focus').blur();
  await page.clock.fastForward(120_000);
  // One of our own: a look of the page's would stand before it.
  await page.evaluate(() => fetch('/api/health/pages'));
  expect(looks).toBe(1);
  await expect(page.getByLabel('Name')).toHaveValue('Ada of another tab');
  // Signed in there, it is sent once more from here.
  const [tab] = await Promise.all([page.waitForEvent('popup'), way.click()]);
  await new DoorPages(tab).trySignIn(person);
  await tab.waitForURL('**/settings');
  await page.getByRole('button', { name: 'Save the name' }).click();
  await expect(settings.status.filter({ hasText: 'Saved.' })).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue('Ada of another tab');
});

test('the settings renew themselves, but not while something on them is unsent', async ({
  signedIn: page,
  person,
  stack,
}) => {
  const nameElsewhere = (name: string) =>
    query(stack, 'UPDATE "user" SET name = $1 WHERE email = $2', [name, person.email]);
  const pass = () => page.clock.fastForward(120_000);
  await page.clock.install();
  await new SettingsPage(page).open();
  await nameElsewhere('Ada of the morning');
  await pass();
  await expect(page.getByLabel('Name')).toHaveValue('Ada of the morning');

  let looks = 0;
  await page.route('**/api/health/pages', (route) => {
    looks += 1;
    return route.continue();
  });
  const theme = (name: string) => page.getByRole('radio', { name });
  await theme('Dark').check();
  await theme('Dark').blur();
  await nameElsewhere('Ada of the evening');
  await pass();
  // One of our own: a look of the page's would stand before it.
  await page.evaluate(() => fetch('/api/health/pages'));
  expect(looks).toBe(1);
  await expect(theme('Dark')).toBeChecked();

  await theme('As this device').check();
  await theme('As this device').blur();
  await pass();
  await expect(page.getByLabel('Name')).toHaveValue('Ada of the evening');
});

test('everything is deleted after access at the bank has been ended, with a receipt', async ({
  atBank: page,
  person,
  bank,
  elsewhere,
}) => {
  const accounts = (await bank.accounts()).filter((one) => one.bankAccount.startsWith('salaried.harborline'));
  const mine = accounts.filter(({ customer }) => customer === accounts.at(-1)?.customer).map(({ id }) => id);
  expect(mine).toHaveLength(2);
  const settings = new SettingsPage(page);
  await settings.open();
  await settings.deleteEverything('delete my dat');
  await expect(page.getByLabel(/^Type “/)).toHaveAccessibleDescription(/Type “delete my data” to confirm/);
  await page.getByLabel(/^Type “/).fill('Delete my data');
  await page.getByRole('button', { name: 'Delete everything for good' }).click();
  await page.waitForURL('**/erased/**');
  await expect(page.getByRole('heading', { level: 1, name: 'Your data is deleted' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('2 bank accounts disconnected')).toBeVisible();
  expect(await inspect(page), 'the receipt can be read by everyone').toEqual([]);
  await expect(page.locator('main')).not.toContainText(person.name);
  const states = (await bank.accounts()).filter(({ id }) => mine.includes(id)).map(({ status }) => status);
  expect(states).toEqual(['disconnected', 'disconnected']);
  await page.goto('/overview');
  await expect(page).toHaveURL(/\/sign-in/);
  const other = await elsewhere();
  await other.goto('/sign-in');
  await new DoorPages(other).trySignIn(person);
  await expect(new DoorPages(other).alert).toContainText('E-mail and password do not match');
});
