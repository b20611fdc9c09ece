import { dayOf } from '#lib/dates/day.ts';
import { momentWords } from '#lib/dates/moment-words.ts';
import { query, untilBooksComplete } from './books.ts';
import { expect, test, zone } from './fixtures.ts';
import { AccountPage } from './pages/account-page.ts';
import { DoorPages } from './pages/door-pages.ts';
import { minorOf } from './pages/figure.ts';
import { Shell } from './pages/shell.ts';
import { TransactionsPage } from './pages/transactions-page.ts';

test.describe('one account', () => {
  test('says when each kind of its data was last read', async ({ atBank: page, person, bank, stack }) => {
    const { id } = await bank.account('salaried.harborline.checking');
    await untilBooksComplete(stack, bank, person);
    const account = new AccountPage(page);
    await account.open('Everyday Checking');
    const raw = await bank.toldAccount(id);
    const here = { today: dayOf(await bank.now(), zone), zone };
    for (const [title, read] of [
      ['Balances', raw.balance_refresh],
      ['Transactions', raw.transaction_refresh],
      ['Account owners', raw.ownership_refresh],
    ] as const) {
      expect(read?.status, title).toBe('succeeded');
      const words = momentWords(new Date((read?.last_attempted_at ?? 0) * 1000), here);
      await expect(account.permissions.filter({ hasText: title })).toContainText(`Last read ${words}.`);
    }
    await expect(account.permissions).toHaveCount(4);
    await expect(account.permissions.last()).toContainText('not allowed');
  });

  test('takes a name of one’s own, and gives the bank’s back', async ({ atBank: page }) => {
    const account = new AccountPage(page);
    await account.open('Everyday Checking');
    await account.rename(`Groceries & Rent${'!'.repeat(60)}`);
    const name = page.getByLabel('Your name for it');
    await expect(name).toHaveAccessibleDescription(/Use 60 characters at most\./);
    await expect(name, 'nothing is cut').toHaveValue(/^Groceries & Rent!{60}$/);
    await account.rename('Groceries & Rent');
    await expect(page.getByRole('heading', { level: 1, name: 'Groceries & Rent' })).toBeVisible();
    await page.goto('/accounts');
    await expect(page.locator('main').getByRole('link', { name: 'Groceries & Rent', exact: true })).toBeVisible();
    await account.open('Groceries & Rent');
    await account.rename('');
    await expect(page.getByRole('heading', { level: 1, name: 'Everyday Checking' })).toBeVisible();
  });

  test('stays as it is while the app does not answer, keeps what was typed, and is renewed after that', async ({
    atBank: page,
    bank,
    person,
    stack,
    complaints,
  }) => {
    complaints.expect(/ERR_INTERNET_DISCONNECTED/);
    await untilBooksComplete(stack, bank, person);
    const account = new AccountPage(page);
    await page.clock.install();
    await account.open('Everyday Checking');
    await query(stack, "UPDATE account SET display_name = 'Daily Checking' WHERE display_name = $1", [
      'Everyday Checking',
    ]);
    const heading = (name: string) => page.getByRole('heading', { level: 1, name });
    const name = page.getByLabel('Your name for it');

    await page.context().setOffline(true);
    for (let looks = 0; looks < 2; looks += 1) {
      const isRefused = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/health/pages'));
      await page.clock.fastForward(10_000);
      await isRefused;
    }
    await expect(heading('Everyday Checking')).toBeVisible();

    await name.fill('Groceries');
    await name.blur();
    await page.context().setOffline(false);
    let looks = 0;
    await page.route('**/api/health/pages', (route) => {
      looks += 1;
      return route.continue();
    });
    await page.clock.fastForward(10_000);
    // One of our own: a look of the page's would stand before it.
    await page.evaluate(() => fetch('/api/health/pages'));
    expect(looks).toBe(1);
    await expect(name).toHaveValue('Groceries');

    await name.fill('');
    await name.blur();
    await page.clock.fastForward(10_000);
    await expect(heading('Daily Checking')).toBeVisible();
  });

  test('can be left out of net worth, and counted again', async ({ atBank: page, bank }) => {
    const savings = await bank.account('salaried.harborline.savings');
    const checking = await bank.account('salaried.harborline.checking');
    const account = new AccountPage(page);
    await account.open('Everyday Checking');
    await page.getByRole('button', { name: 'Leave it out of net worth' }).click();
    await expect(page.getByText('Left out of net worth.')).toBeVisible();
    await expect(new Shell(page).balances.getByText('not in net worth')).toHaveCount(1);
    const worth = page
      .locator('main [data-money]')
      .filter({ hasText: /^Net worth/ })
      .first();
    await page.goto('/accounts');
    expect(minorOf(await worth.getAttribute('data-money'))).toBe(BigInt(savings.toldBalance?.current.usd ?? 0));
    await account.open('Everyday Checking');
    await page.getByRole('button', { name: 'Count it toward net worth' }).click();
    await expect(page.getByText('Counts toward net worth.')).toBeVisible();
    await page.goto('/accounts');
    expect(minorOf(await worth.getAttribute('data-money'))).toBe(
      BigInt(savings.toldBalance?.current.usd ?? 0) + BigInt(checking.toldBalance?.current.usd ?? 0),
    );
  });

  test('is refreshed when the bank allows it, and says what came of it', async ({
    signedIn: page,
    linkHarborline,
    bank,
    clock,
  }) => {
    await bank.letRefresh({ everySeconds: 3_600 });
    await linkHarborline();
    const told = await bank.account('salaried.harborline.checking');
    const account = new AccountPage(page);
    await account.open('Everyday Checking');
    await expect(account.refresh).toBeDisabled();
    await expect(account.refreshWords).toContainText('The bank can be asked again from');
    await clock.advance({ hours: 2 });
    await page.reload();
    await bank.arm({ fault: 'unavailable', times: null, path: '/v1/financial_connections/accounts' });
    await account.refresh.click();
    await expect(account.refreshWords).toContainText('The bank did not answer');
    await bank.disarm();
    // What went wrong is said until the next reading, whoever asked for that.
    await clock.advance({ days: 1 });
    await account.rename('Everyday');
    await expect(account.refreshWords).toContainText('Bank asked at');
    await clock.advance({ hours: 2 });
    await bank.addRow({ account: told.id, amount: -990, description: 'ASKED FOR BY HAND' });
    await page.reload();
    await account.refresh.click();
    // The first reading brought hundreds; this one brings what two hours do.
    await expect(account.refreshWords).toContainText(/Bank asked at \d\d:\d\d: [1-9]\d? new/, { timeout: 30_000 });
    await expect(account.refreshWords).toContainText('The bank can be asked again from');
    await page.goto('/transactions?q=asked+for+by+hand');
    await expect(page.getByRole('link', { name: 'ASKED FOR BY HAND', exact: true })).toBeVisible();
  });

  test('leads to the sign-in page when nobody is signed in any more, and says so until there is news', async ({
    signedIn: page,
    linkHarborline,
    person,
    bank,
    clock,
  }) => {
    await bank.letRefresh({ everySeconds: 3_600 });
    await linkHarborline();
    await clock.advance({ hours: 2 });
    const account = new AccountPage(page);
    await account.open('Everyday Checking');
    await page.context().clearCookies();
    await account.refresh.click();
    await expect(account.refreshWords).toContainText('Your session has ended, so the bank was not asked');
    const way = account.refreshForm.getByRole('link', { name: 'Sign in again' });
    await expect(way).toHaveAttribute('href', /^\/sign-in\?next=%2Faccounts%2F/);
    const tab = await page.context().newPage();
    await new DoorPages(tab).signIn(person);
    await clock.advance({ days: 1 });
    await account.rename('Everyday');
    await expect(account.refreshWords).toContainText('Bank asked at');
    await expect(way).toHaveCount(0);
  });

  test('shows what a day is made of in sight, also on a phone, and one day leads to another', async ({
    atBank: page,
  }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    const account = new AccountPage(page);
    await account.open('Everyday Checking');
    await page.getByRole('status').getByRole('link', { name: 'Today' }).first().click();
    const panel = (name: string) => page.getByRole('region', { name, exact: true });
    await expect(panel('Today')).toBeFocused();
    await expect(panel('Today')).toBeInViewport();
    await panel('Today')
      .getByRole('button', { name: /^End of the day: / })
      .click();
    await page.locator('[popover]:popover-open').getByRole('link', { name: 'End of yesterday' }).click();
    await expect(panel('Yesterday')).toBeInViewport();
    await expect(page.locator('[popover]:popover-open'), 'what led there does not lie over it').toHaveCount(0);
  });

  test('shows its owners only when asked, and notes that they were seen', async ({ atBank: page }) => {
    const account = new AccountPage(page);
    await account.open('Everyday Checking');
    expect(await page.content()).not.toContain('Whitcombe');
    await account.untilOwnersAreRead();
    await account.showOwners();
    await expect(page.getByText('Nora Whitcombe')).toBeVisible();
    await expect(page.getByText('nora.whitcombe@example.com')).toBeVisible();
    const hide = page.getByRole('button', { name: 'Hide the owners' });
    await expect(hide).toBeFocused();
    await hide.click();
    await expect(page.getByText('Nora Whitcombe')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Show the owners' })).toBeFocused();
    await page.goto('/connections');
    await page.getByText('What you agreed to, and when').click();
    await expect(page.getByText('Owners shown')).toBeVisible();
  });

  test('is disconnected at the bank and keeps what was read, or erases it', async ({ atBank: page, bank }) => {
    const { checking, savings } = await bank.harborline();
    const account = new AccountPage(page);
    const rows = new TransactionsPage(page);
    await account.open('Everyday Checking');
    const rail = new Shell(page).balances;
    await account.disconnect('Keep it');
    await expect(
      page
        .locator('main')
        .getByText(/^Disconnected/)
        .first(),
    ).toBeVisible();
    await expect(rail.getByRole('link', { name: 'Rainy Day Savings', exact: true })).toBeVisible();
    await expect(rail.getByRole('link', { name: 'Everyday Checking', exact: true })).toHaveCount(0);
    const at = async (id: string) => (await bank.accounts()).find((one) => one.id === id)?.status;
    expect(await at(checking.id)).toBe('disconnected');
    await rows.open('?status=posted');
    const kept = (checking.transactions.posted?.count ?? 0) + (savings.transactions.posted?.count ?? 0);
    await expect(rows.count).toHaveText(`${kept} posted rows`);

    await account.open('Rainy Day Savings');
    await page.getByRole('link', { name: 'Disconnect', exact: true }).click();
    await page.getByRole('radio', { name: 'Erase it' }).check();
    await expect(page.getByRole('button', { name: 'Disconnect', exact: true })).toHaveCount(0);
    await page.getByRole('button', { name: /^Disconnect and erase [\d,]+ transactions$/ }).click();
    const confirmed = page.getByRole('checkbox', { name: /^Erase [\d,]+ transactions for good/ });
    await expect(confirmed).toHaveAccessibleDescription(/^Tick this first/);
    await expect(page.getByRole('radio', { name: 'Erase it' })).toBeChecked();
    expect(await at(savings.id)).toBe('active');
    await account.open('Rainy Day Savings');
    await account.disconnect('Erase it');
    await page.waitForURL('**/accounts?done=erased');
    await expect(page.getByRole('status').filter({ hasText: 'The account is erased' })).toBeVisible();
    await expect(rail).toHaveCount(0);
    for (const path of ['/accounts', '/overview']) {
      await page.goto(path);
      await expect(page.getByText('Every account is disconnected.')).toBeVisible();
      await expect(page.locator('main').getByRole('link', { name: 'Link a bank' }).last()).toBeVisible();
    }
    expect(await at(savings.id)).toBe('disconnected');
    await rows.open('?status=posted');
    await expect(rows.count).toHaveText(`${checking.transactions.posted?.count} posted rows`);
    await page.goto('/accounts');
    await expect(page.locator('main').getByRole('link', { name: 'Rainy Day Savings', exact: true })).toHaveCount(0);
  });
});
