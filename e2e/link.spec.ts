import type { Page } from 'playwright/test';
import { untilBooksComplete } from './books.ts';
import { expect, test } from './fixtures.ts';
import { AccountPage } from './pages/account-page.ts';
import { DoorPages } from './pages/door-pages.ts';
import { LinkPage } from './pages/link-page.ts';
import { TransactionsPage } from './pages/transactions-page.ts';

test.describe('what is asked for', () => {
  test('is said row by row, and only what is optional can be left out', async ({ signedIn: page, bank }) => {
    const link = new LinkPage(page);
    await link.open();
    for (const permission of ['Balances', 'Transactions']) {
      await expect(link.row(permission)).toContainText('Part of this link');
      await expect(link.row(permission).getByRole('switch')).toHaveCount(0);
    }
    await expect(link.owners).toBeChecked();
    await expect(link.payments).not.toBeChecked();
    await link.owners.uncheck();
    await link.go();
    const asked = link.dialog.frame.getByRole('list', { name: 'Data asked for' });
    await expect(asked.getByRole('listitem')).toHaveCount(2);
    await expect(asked).not.toContainText('owners');
    const [request] = (await bank.requests()).filter((one) => one.path.endsWith('/sessions') && one.method === 'POST');
    expect(request?.params).toMatchObject({
      permissions: ['balances', 'transactions'],
      prefetch: ['balances', 'transactions'],
    });
    await link.dialog.close();
  });

  test('can grow later: a new question at the bank with its own consent', async ({ signedIn: page, bank }) => {
    const link = new LinkPage(page);
    await link.open();
    await link.owners.uncheck();
    await link.go();
    await link.dialog.walk('Harborline Bank', 'nora');
    await link.untilArrived();
    const account = new AccountPage(page);
    await account.open('Everyday Checking');
    await expect(page.getByText('Not allowed for this account, so nothing about its owners was read')).toBeVisible();
    await page.getByRole('link', { name: 'Allow it' }).click();
    await expect(link.owners).toBeChecked();
    await link.go();
    await link.dialog.walk('Harborline Bank', 'nora');
    await link.untilArrived();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('More is allowed');
    await expect(page.getByText('Everyday Checking: Account owners')).toBeVisible();
    await account.open('Everyday Checking');
    await expect
      .poll(async () => {
        await page.reload();
        return page.getByText('The bank names 1 owner').count();
      })
      .toBe(1);
    await account.showOwners();
    await expect(page.getByText('Nora Whitcombe')).toBeVisible();
    await page.goto('/connections');
    await page.getByText('What you agreed to, and when').click();
    await expect(page.getByText('Allowed more').first()).toBeVisible();
    expect((await bank.accounts()).length).toBeGreaterThan(0);
  });
});

test.describe('linking', () => {
  test('brings several accounts at once, which arrive while one watches', async ({ signedIn: page, bank }) => {
    const reloads: string[] = [];
    const link = new LinkPage(page);
    await bank.arm({ fault: 'refresh-hangs', times: null, feature: 'transactions' });
    await link.open();
    await link.go();
    const { dialog } = link;
    await dialog.agree();
    await dialog.chooseBank('Harborline Bank');
    await dialog.signIn('nora');
    await expect(dialog.account('Everyday Checking')).toBeChecked();
    await expect(dialog.account('Rainy Day Savings')).toBeChecked();
    await dialog.linkChosen();
    page.on('load', () => reloads.push(page.url()));
    await dialog.finish();
    await page.waitForURL('**/connections/arrived?**');
    await expect(page.getByRole('heading', { level: 1, name: '2 accounts linked' })).toBeVisible();
    const checking = link.arriving.filter({ hasText: 'Everyday Checking' });
    // The bank takes its time, until it is told to be done.
    await expect(checking).toContainText('Asking the bank');
    await expect(checking).not.toContainText('posted transactions');
    await bank.completeRefreshes();
    await expect(checking).toContainText('The bank answered');
    await expect(checking).toContainText(/\d+ posted transactions, back to \d+ [A-Z]/);
    await expect(checking).toContainText(/as of/);
    await expect(checking).toContainText('not yet provable');
    await expect(checking).toContainText('One balance so far');
    await link.untilArrived();
    expect(reloads, 'the page was never loaded again').toEqual([]);

    const told = await bank.account('salaried.harborline.checking');
    const rows = told.transactions.posted?.count ?? 0;
    await expect(checking).toContainText(new RegExp(`${rows.toLocaleString('en-US')} posted transactions`));
    await new AccountPage(page).open('Everyday Checking');
    const balance = page.getByRole('button', { name: /^Balance of Everyday Checking/ });
    await expect(balance.filter({ visible: true }).first()).toHaveAttribute(
      'data-money',
      `${told.toldBalance?.current.usd} USD anchor`,
    );
    expect(told.subscribed, 'new rows come every day').toBe(true);
  });

  test('works at a bank that signs people in in its own window', async ({ signedIn: page }) => {
    const link = new LinkPage(page);
    await link.open();
    await link.go();
    const { dialog } = link;
    await dialog.agree();
    await dialog.chooseBank('Larkfield National Bank');
    await dialog.allowIn(await dialog.openWindow(), 'elena');
    await expect(dialog.button('Finish without saving').or(dialog.button(/^Link \d accounts?$/))).toBeVisible();
    if (await dialog.button(/^Link \d accounts?$/).isVisible()) await dialog.linkChosen();
    else await dialog.button('Finish without saving').click();
    await dialog.finish();
    await link.untilArrived();
    await expect(link.arriving).toHaveCount(2);
    await expect(link.arriving.first()).toContainText('Family');
  });

  test('of accounts that are there already doubles nothing', async ({ atBank: page, bank }) => {
    const transactions = new TransactionsPage(page);
    await transactions.open();
    const before = await transactions.count.innerText();
    const link = new LinkPage(page);
    await link.link('Harborline Bank', 'nora');
    await expect(page.getByText('Linked before')).toBeVisible();
    await transactions.open();
    await expect(transactions.count).toHaveText(before);
    await page.goto('/connections');
    await expect(page.getByRole('heading', { name: 'Harborline Bank' })).toHaveCount(1);
    const customer = (await bank.account('salaried.harborline.checking')).customer;
    const own = (await bank.accounts()).filter((one) => one.customer === customer);
    expect(own).toHaveLength(2);
  });
});

test.describe('a dialog that leads to nothing', () => {
  test('because it was cancelled leaves everything as it was', async ({ signedIn: page }) => {
    const link = new LinkPage(page);
    await link.open();
    await link.go();
    await link.dialog.agree();
    await link.dialog.chooseBank('Harborline Bank');
    await link.dialog.signIn('nora');
    await expect(link.dialog.account('Everyday Checking')).toBeChecked();
    await link.dialog.stop();
    await expect(page.getByText('Nothing was linked', { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Go to my bank' })).toBeEnabled();
    await page.goto('/connections');
    await expect(page.getByRole('heading', { name: 'No connections yet' })).toBeVisible();
  });

  test('because the bank is down says so there, and the person comes back to where they were', async ({
    signedIn: page,
  }) => {
    const link = new LinkPage(page);
    for (const [name, words] of [
      ['Down (Scheduled)', 'Down (Scheduled) is closed for maintenance'],
      ['Down (Unscheduled)', 'Down (Unscheduled) does not answer'],
    ] as const) {
      await link.open();
      await link.go();
      await link.dialog.agree();
      await link.dialog.chooseBank(name);
      await expect(link.dialog.heading(words)).toBeVisible();
      await link.dialog.comeBackLater();
      await expect(page.getByText('Nothing was linked', { exact: true })).toBeVisible();
    }
  });

  test('because Stripe is down says whose fault it is, and works when it is back', async ({ signedIn: page, bank }) => {
    const link = new LinkPage(page);
    await link.open();
    await bank.arm({ fault: 'unavailable', times: null });
    await link.go();
    await expect(page.getByText('The bank’s side does not answer')).toBeVisible({ timeout: 30_000 });
    await bank.disarm();
    await link.go();
    await expect(link.dialog.heading(/would like to read/)).toBeVisible();
    await link.dialog.close();
  });

  test('because Plumb itself was out of reach says so, and goes on where it stopped', async ({
    signedIn: page,
    complaints,
  }) => {
    complaints.expect(/ERR_FAILED|Failed to fetch/);
    const link = new LinkPage(page);
    await link.open();
    const address = '**/connections/link**';
    const away = () =>
      page.route(address, (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()));
    await away();
    await link.go();
    await expect(page.getByText('Plumb did not answer')).toBeVisible();
    await page.unroute(address);
    await link.go();
    await expect(link.dialog.heading(/would like to read/)).toBeVisible();
    await away();
    await link.dialog.walk('Harborline Bank', 'nora');
    await expect(page.getByText('Plumb did not answer')).toBeVisible();
    await page.unroute(address);
    await page.getByRole('button', { name: 'Try again' }).click();
    await link.untilArrived();
    await expect(link.arriving).toHaveCount(2);
  });

  test('because its script was blocked says what to do, and works once it is let through', async ({
    signedIn: page,
    stack,
    complaints,
  }) => {
    complaints.expect(/stripe\.js|ERR_FAILED|ERR_BLOCKED_BY_CLIENT/);
    const script = `${stack.sandboxUrl}/stripe.js`;
    await page.route(`${script}**`, (route) => route.abort('blockedbyclient'));
    const link = new LinkPage(page);
    await link.open();
    await link.go();
    await expect(page.getByText('The bank’s dialog could not be loaded')).toBeVisible();
    await page.unroute(`${script}**`);
    await link.go();
    await expect(link.dialog.heading(/would like to read/)).toBeVisible();
    await link.dialog.close();
    await expect(page.getByText('Nothing was linked', { exact: true })).toBeVisible();
  });

  test('because a window was refused says how to allow it, and goes on when it is allowed', async ({
    signedIn: page,
  }) => {
    const link = new LinkPage(page);
    await link.open();
    await link.go();
    const { dialog } = link;
    await dialog.agree();
    await dialog.chooseBank('Larkfield National Bank');
    await expect(dialog.heading(/^Continue at/)).toBeVisible();
    const frame = page.frames().find((one) => one.url().includes('/_dialog/'));
    await frame?.evaluate(() => {
      const { open } = window;
      window.open = () => {
        window.open = open;
        return null;
      };
    });
    await dialog.button('Continue at the bank').click();
    await expect(dialog.frame.getByText(/did not let the bank’s window open/)).toBeVisible();
    const [popup] = await Promise.all([page.waitForEvent('popup'), dialog.button('Try again').click()]);
    await dialog.allowIn(popup, 'elena');
    await expect(dialog.button('Finish without saving').or(dialog.button(/^Link \d accounts?$/))).toBeVisible();
  });
});

/** The browser hands out the same dialog each time, as a page brought back from memory would. */
async function handOutOneDialog(page: Page): Promise<void> {
  let answer: { body: string; headers: Record<string, string> } | null = null;
  await page.route('**/connections/link**', async (route) => {
    const request = route.request();
    if (request.method() !== 'POST' || !request.postData()?.includes('"purpose"')) return route.fallback();
    if (answer) return route.fulfill({ status: 200, ...answer });
    const response = await route.fetch();
    answer = { body: await response.text(), headers: response.headers() };
    return route.fulfill({ status: 200, ...answer });
  });
}

test.describe('a dialog whose page has gone', () => {
  test('still ends in linked accounts, by the event of the bank', async ({ page, person, bank, stack, elsewhere }) => {
    const link = new LinkPage(page);
    await link.open();
    await link.go();
    await link.dialog.agree();
    await link.dialog.chooseBank('Harborline Bank');
    await link.dialog.signIn('nora');
    await link.dialog.linkChosen();
    await expect(link.dialog.heading('Your accounts are linked')).toBeVisible();
    await page.close();

    const other = await elsewhere();
    await new DoorPages(other).signIn(person);
    await expect
      .poll(async () => {
        await other.goto('/accounts');
        return other.locator('main').getByRole('link', { name: 'Everyday Checking', exact: true }).count();
      })
      .toBe(1);
    await untilBooksComplete(stack, bank, person);
  });

  test('cannot be used a second time', async ({ signedIn: page, complaints }) => {
    complaints.expect(/status of 400/);
    const link = new LinkPage(page);
    await link.open();
    await handOutOneDialog(page);
    await link.go();
    await link.dialog.close();
    await expect(page.getByText('Nothing was linked', { exact: true })).toBeVisible();
    await link.go();
    await expect(page.getByText('This dialog was used already')).toBeVisible();
    await expect(page.getByText('Each dialog works once. Start again')).toBeVisible();
    await page.unrouteAll();
    await link.go();
    await expect(link.dialog.heading(/would like to read/)).toBeVisible();
    await link.dialog.close();
  });

  test('cannot be used a second time to link its accounts again', async ({ signedIn: page, complaints }) => {
    complaints.expect(/status of 400/);
    const link = new LinkPage(page);
    await link.open();
    await handOutOneDialog(page);
    await link.go();
    await link.dialog.walk('Harborline Bank', 'nora');
    await link.untilArrived();
    await link.open();
    await link.go();
    // The attempt is finished already: the page is told of the same accounts, and nothing is linked twice.
    await page.waitForURL('**/connections/arrived?**');
    await page.goto('/accounts');
    await expect(page.locator('main').getByRole('link', { name: 'Everyday Checking', exact: true })).toHaveCount(1);
  });
});
