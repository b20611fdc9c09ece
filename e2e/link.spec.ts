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

  test('is only told where no script can open the dialog, and nothing offers what cannot be done there', async ({
    signedIn,
    elsewhere,
    person,
  }) => {
    await signedIn.goto('/overview');
    await expect(signedIn.getByRole('button', { name: 'Hide amounts' }).filter({ visible: true })).toHaveCount(1);
    const page = await elsewhere({ javaScriptEnabled: false });
    await new DoorPages(page).signInWithoutScript(person);
    const link = new LinkPage(page);
    await link.open();
    await page.waitForURL('**/connections/link?whole=1');
    const inMain = await page.locator('main').innerText();
    expect(inMain.indexOf('needs JavaScript')).toBeGreaterThan(0);
    expect(inMain.indexOf('Balances')).toBeGreaterThan(inMain.indexOf('needs JavaScript'));
    expect(await link.row('Account owners').innerText()).toContain('As you choose');
    await expect(page.getByRole('switch')).toHaveCount(0);
    await expect(page.locator('main').getByRole('button')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Hide amounts' })).toHaveCount(0);
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
    await link.payments.check();
    await link.go();
    await link.dialog.walk('Harborline Bank', 'nora');
    await link.untilArrived();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('More is allowed');
    await expect(page.getByText('Everyday Checking: Account owners')).toBeVisible();
    const sessions = (await bank.requests()).filter((one) => one.path.endsWith('/sessions') && one.method === 'POST');
    expect(sessions[0]?.params).toMatchObject({
      permissions: ['balances', 'transactions', 'ownership', 'payment_method'],
      prefetch: ['balances', 'transactions', 'ownership'],
    });
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
    const isSubscribed = async () => (await bank.account('salaried.harborline.checking')).subscribed;
    await expect.poll(isSubscribed, 'new rows come every day').toBe(true);
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

  test('of some of the accounts leaves the others at the bank', async ({ signedIn: page, bank }) => {
    const link = new LinkPage(page);
    await link.open();
    await link.go();
    await link.dialog.walk('Harborline Bank', 'nora', ['Rainy Day Savings']);
    await link.untilArrived();
    await expect(page.getByRole('heading', { level: 1, name: 'Linked', exact: true })).toBeVisible();
    await expect(link.arriving).toHaveText([/Rainy Day Savings/]);
    expect((await bank.accounts()).map(({ name }) => name)).toEqual(['Rainy Day Savings']);
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
