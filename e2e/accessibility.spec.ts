import type { Page } from 'playwright/test';
import { inspect } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { LinkPage } from './pages/link-page.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { TransactionsPage } from './pages/transactions-page.ts';
import { newPerson } from './person.ts';

test('pages for everybody have nothing serious, at three widths, light and dark', async ({ page, complaints }) => {
  complaints.expect(/status of 404/);
  const found: string[] = [];
  for (const path of [
    '/',
    '/sign-up',
    '/sign-in?done=out',
    '/forgot-password',
    '/reset-password?token=x',
    '/confirm-email?token=x',
    '/nowhere',
  ]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    found.push(...(await inspect(page)));
  }
  await page.goto('/sign-up');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByLabel('Name')).toHaveAccessibleDescription(/Enter a name/);
  found.push(...(await inspect(page)));
  expect(found).toEqual([]);
});

test('an empty household has nothing serious', async ({ signedIn: page }) => {
  const found: string[] = [];
  for (const path of ['/overview', '/connections', '/connections/link', '/settings', '/settings/delete']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    found.push(...(await inspect(page)));
  }
  expect(found).toEqual([]);
});

test('a household with accounts has nothing serious on the pages of what it has', async ({ signedIn: page, bank }) => {
  test.setTimeout(300_000);
  await new LinkPage(page).linkHarborline();
  const found = await inspect(page);
  await bank.act((await bank.account('salaried.harborline.savings')).id, 'deactivate');
  const address = await addressOf(page, 'Everyday Checking');
  const day = (await bank.now()).toISOString().slice(0, 10);
  for (const path of ['/overview', '/accounts', address, `${address}?day=${day}`, `${address}/disconnect`]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    found.push(...(await inspect(page)));
  }
  await page.goto('/overview');
  await new OverviewPage(page).netWorth.click();
  await expect(page.getByText('The newest balance of each account').filter({ visible: true })).toBeVisible();
  found.push(...(await inspect(page)));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('/overview');
  await page.keyboard.press('?');
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeVisible();
  found.push(...(await inspect(page)));
  expect(found).toEqual([]);
});

test('a household with accounts has nothing serious on its rows and connections', async ({ atBank: page }) => {
  test.setTimeout(300_000);
  const found: string[] = [];
  const address = await addressOf(page, 'Everyday Checking');
  for (const path of [
    '/transactions',
    '/transactions?flow=out&min=5.00',
    '/transactions?q=nothing+at+all',
    '/connections',
    `/connections/link?more=${address.split('/').at(-1)}`,
  ]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    found.push(...(await inspect(page)));
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  const rows = new TransactionsPage(page);
  await rows.open();
  await rows.rows.first().click();
  await expect(rows.drawer.getByRole('heading', { name: 'What the bank says' })).toBeVisible();
  found.push(...(await inspect(page)));
  expect(found).toEqual([]);
});

async function addressOf(page: Page, account: string): Promise<string> {
  await page.goto('/accounts');
  const link = page.locator('main').getByRole('link', { name: account, exact: true }).first();
  return (await link.getAttribute('href')) ?? '';
}

test('keys alone lead from signing up over a link to a row', async ({ page, bank }) => {
  await bank.now();
  const person = newPerson();
  const { keyboard } = page;
  const focused = (within: { locator: Page['locator'] } = page) => within.locator(':focus');
  /** Goes on with Tab until something with this name has the focus. */
  const tabTo = async (
    role: 'link' | 'button' | 'textbox' | 'checkbox',
    name: string | RegExp,
    within = page.locator('body'),
  ) => {
    const wanted = within.locator(':focus').and(within.getByRole(role, { name }));
    for (let presses = 0; presses < 60 && (await wanted.count()) === 0; presses += 1) await keyboard.press('Tab');
    expect(await wanted.count(), `Tab reaches ${name}`).toBe(1);
  };
  await page.goto('/');
  await tabTo('link', 'Create an account');
  await keyboard.press('Enter');
  await page.waitForURL('**/sign-up');
  await tabTo('textbox', 'Name');
  await keyboard.type(person.name);
  await tabTo('textbox', 'E-mail');
  await keyboard.type(person.email);
  await keyboard.press('Tab');
  await keyboard.type(person.password);
  await keyboard.press('Enter');
  await page.waitForURL('**/overview');

  await page.goto('/overview');
  await keyboard.press('Tab');
  await expect(focused()).toHaveText('Skip to the page');
  await keyboard.press('Enter');
  await tabTo('link', 'Link a bank');
  await keyboard.press('Enter');
  await page.waitForURL('**/connections/link');
  await tabTo('button', 'Go to my bank');
  await keyboard.press('Enter');

  const { dialog } = new LinkPage(page);
  const frame = page.frameLocator('iframe').locator('body');
  await expect(dialog.heading(/would like to read/)).toBeVisible();
  await tabTo('button', 'Agree and continue', frame);
  await keyboard.press('Enter');
  await expect(dialog.heading('Choose your bank')).toBeVisible();
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await dialog.frame.getByLabel('Search banks').focus();
  await keyboard.type('harborline');
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(dialog.heading(/^Sign in to/)).toBeVisible();
  await tabTo('textbox', 'User name', frame);
  await keyboard.type('nora');
  await keyboard.press('Tab');
  await keyboard.type('play');
  await keyboard.press('Enter');
  await expect(dialog.heading('Choose the accounts to link')).toBeVisible();
  await tabTo('button', /^Link 2 accounts$/, frame);
  await keyboard.press('Enter');
  await tabTo('button', 'Finish without saving', frame);
  await keyboard.press('Enter');
  await tabTo('button', 'Back to Plumb', frame);
  // This key takes the dialog's frame away, and with it whoever would say that it was pressed.
  keyboard.press('Enter').catch(() => undefined);
  await new LinkPage(page).untilArrived();

  await keyboard.press('g');
  await keyboard.press('t');
  await page.waitForURL('**/transactions');
  const rows = new TransactionsPage(page);
  await expect(rows.rows.first()).toBeVisible();
  await keyboard.press('j');
  await expect(rows.rows.first()).toBeFocused();
  await keyboard.press('Enter');
  await expect(rows.drawer.getByRole('heading', { name: 'What the bank says' })).toBeVisible();
  await keyboard.press('Escape');
  await expect(rows.drawer).toHaveCount(0);
  await expect(rows.rows.first(), 'the focus comes back to the row').toBeFocused();
});
