// The flow that docs/qa.md shows, word by word.
import { expect, test } from './fixtures.ts';
import { AccountPage } from './pages/account-page.ts';
import { LinkPage } from './pages/link-page.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { TransactionsPage } from './pages/transactions-page.ts';

test('a name that a person gave stays two months later, and new rows have come', async ({
  signedIn: page,
  bank,
  clock,
}) => {
  // The bank's side: Nora's two accounts at Harborline Bank. The clock stands, so nothing happens by itself.
  await new LinkPage(page).linkHarborline();
  await clock.still();
  const account = new AccountPage(page);
  await account.open('Rainy Day Savings');
  await account.rename('For the roof');
  await expect(page.getByText('Saved.')).toBeVisible();

  // Something happens at the bank, and time goes by; the app has heard of it when this returns.
  await bank.addRow({ account: 'salaried.harborline.savings', amount: -25_000, description: 'ROOFERS GUILD DEPOSIT' });
  await clock.advance({ days: 60 });

  // What the app shows now.
  const transactions = new TransactionsPage(page);
  await transactions.open('?q=roofers');
  await expect(transactions.rows).toHaveText(['ROOFERS GUILD DEPOSIT']);
  const overview = new OverviewPage(page);
  await overview.open();
  await expect(overview.line('For the roof')).toContainText('proven');
  const { toldBalance } = await bank.account('salaried.harborline.savings');
  expect(await overview.balance('For the roof')).toBe(toldBalance?.current.usd);
});
