import type { Page } from 'playwright/test';
import { inspect } from './axe.ts';
import type { Bank } from './bank.ts';
import { accountCount, query, untilBooksComplete } from './books.ts';
import { expect, test } from './fixtures.ts';
import { AccountPage } from './pages/account-page.ts';
import { ConnectionsPage } from './pages/connections-page.ts';
import { LinkPage } from './pages/link-page.ts';
import { OverviewPage } from './pages/overview-page.ts';
import type { Person } from './person.ts';
import type { Stack } from './stack.ts';

const checking = 'salaried.harborline.checking';
const savings = 'salaried.harborline.savings';

/** Waits until the app has heard that the bank wants its person to sign in again, and shows the overview. */
async function untilSignedOut(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      await page.goto('/overview');
      return page.locator('main').getByRole('link', { name: 'Sign in again' }).count();
    })
    .toBeGreaterThan(0);
}

/** Goes from the overview through the bank's dialog once more. */
async function signInAgain(page: Page): Promise<LinkPage> {
  await new OverviewPage(page).signInAgain();
  const link = new LinkPage(page);
  await link.go();
  await link.dialog.walk('Harborline Bank', 'nora');
  await page.waitForURL('**/connections/arrived?**');
  return link;
}

/** Rows of the checking account that look the same to a person, more often than the bank has them. */
async function twins(stack: Stack, bank: Bank, person: Person): Promise<object[]> {
  const rows = await query<{ account: string; key: string; count: string }>(
    stack,
    `SELECT a.last4 AS account, t.day::text || t.amount_minor || t.description AS key, count(*) AS count
     FROM transaction t JOIN account a ON a.id = t.account_id
     JOIN membership m ON m.household_id = t.household_id JOIN "user" u ON u.id = m.user_id
     WHERE u.email = $1 AND a.last4 = '4417' AND t.status = 'posted' GROUP BY 1, 2 HAVING count(*) > 1`,
    [person.email],
  );
  const honest = await bank.call<{ rows: { now: { status: string; amount: number; description: string } }[] }>(
    'GET',
    `truth?account=${(await bank.account(checking)).id}`,
  );
  return rows.filter(({ key, count }) => {
    const same = honest.rows.filter(({ now }) => key.endsWith(`${now.amount}${now.description}`));
    return same.length < Number(count);
  });
}

test('an account that has been signed out says so in one banner and one badge', async ({ atBank: page, bank }) => {
  await bank.act((await bank.account(checking)).id, 'deactivate');
  await untilSignedOut(page);
  await expect(page.getByText('One thing needs you')).toBeVisible();
  await expect(page.locator('main').getByText('Harborline Bank asks you to sign in again')).toHaveCount(1);
  await page.goto('/connections');
  await expect(page.getByText('Harborline Bank asks you to sign in again')).toHaveCount(1);
  await expect(page.locator('main').getByText('sign in again', { exact: true })).toHaveCount(1);
  await new AccountPage(page).open('Everyday Checking');
  await expect(page.locator('main').getByText('Harborline Bank asks you to sign in again')).toHaveCount(1);
  await new AccountPage(page).open('Rainy Day Savings');
  await expect(page.locator('main').getByText('Harborline Bank asks you to sign in again')).toHaveCount(0);
});

test('signing in again goes on with the same account, and fetches what was missed', async ({
  atBank: page,
  person,
  bank,
  stack,
}) => {
  await untilBooksComplete(stack, bank, person);
  await new AccountPage(page).open('Everyday Checking');
  const address = page.url();
  const { id } = await bank.account(checking);
  await bank.act(id, 'deactivate');
  await bank.addRow({ account: checking, amount: -5_150, description: 'WHILE YOU WERE OUT' });
  await bank.advance({ days: 2 });
  await untilSignedOut(page);
  const link = await signInAgain(page);
  await expect(page.getByText('Linked before')).toBeVisible();
  await link.untilArrived();
  await expect
    .poll(async () => {
      await page.goto('/transactions?q=while+you+were+out');
      return page.getByRole('link', { name: 'WHILE YOU WERE OUT', exact: true }).count();
    })
    .toBe(1);
  await untilBooksComplete(stack, bank, person);
  expect((await bank.account(checking)).id).toBe(id);
  expect(await accountCount(stack, person)).toBe(2);
  await page.goto(address);
  await expect(page.locator('main').getByText('Harborline Bank asks you to sign in again')).toHaveCount(0);
});

test('new ids of the bank continue the same account when the rows agree, and double nothing', async ({
  atBank: page,
  person,
  bank,
  stack,
}) => {
  await untilBooksComplete(stack, bank, person);
  const account = new AccountPage(page);
  await account.open('Everyday Checking');
  const address = page.url();
  await account.rename('Housekeeping');
  await expect(page.getByText('Saved.')).toBeVisible();
  const before = await bank.account(checking);
  const leftAt = Math.floor((await bank.now()).getTime() / 1000);
  for (const key of [checking, savings]) {
    await bank.arm({ fault: 'ids-reissued', account: (await bank.account(key)).id });
  }
  await bank.addRow({ account: checking, amount: -6_160, description: 'BETWEEN TWO IDS' });
  await bank.advance({ days: 2 });
  await untilSignedOut(page);
  await signInAgain(page);
  await expect.poll(() => accountCount(stack, person), { timeout: 30_000 }).toBe(2);
  await untilBooksComplete(stack, bank, person);
  const after = await bank.account(checking);
  expect(after.id).not.toBe(before.id);
  // What was missed was read together with rows from before, which were there already.
  const told = await bank.toldRows(after.id);
  const missed = told.filter((row) => row.transacted_at >= leftAt);
  const [read] = await query<{ fetched: number; added: number }>(
    stack,
    `SELECT r.fetched, r.added FROM sync_run r JOIN bank_account_ref b ON b.account_id = r.account_id
     WHERE b.bank_ref = $1 AND r.state = 'done' AND r.started_at > to_timestamp($2) ORDER BY r.fetched DESC LIMIT 1`,
    [after.id, leftAt],
  );
  expect(missed.length).toBeGreaterThan(0);
  expect(read?.fetched).toBeGreaterThan(missed.length);
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1, name: 'Housekeeping' })).toBeVisible();
  await expect(page.locator('main').getByText('Harborline Bank asks you to sign in again')).toHaveCount(0);
  expect(await twins(stack, bank, person)).toEqual([]);
  await page.goto('/transactions?q=between+two+ids');
  await expect(page.getByRole('link', { name: 'BETWEEN TWO IDS', exact: true })).toHaveCount(1);
  await page.goto('/overview');
  await expect(page.getByText(/things? needs? you/)).toHaveCount(0);
});

test('rows that disagree are a question, and both answers are taken', async ({ atBank: page, person, bank, stack }) => {
  await untilBooksComplete(stack, bank, person);
  for (const key of [checking, savings]) {
    const { id } = await bank.account(key);
    const { rows } = await bank.call<{ rows: { row: string; now: { status: string } | null }[] }>(
      'GET',
      `truth?account=${id}`,
    );
    const posted = rows.filter(({ now }) => now?.status === 'posted');
    await bank.arm({ fault: 'ids-reissued', account: id });
    // Well inside the time that both ids tell of: at its edges rows may differ honestly.
    const middle = posted.slice(Math.floor(posted.length / 3), Math.floor(posted.length / 3) + 2);
    for (const { row } of middle) await bank.editRow({ action: 'alter', row, description: 'REWORDED BY THE BANK' });
  }
  await untilSignedOut(page);
  await signInAgain(page);
  await expect(page.getByText('Plumb could not tell whether')).toHaveCount(2, { timeout: 30_000 });
  await expect(page.getByRole('heading', { level: 1, name: 'Signed in, with a question left' })).toBeVisible();
  // Whoever followed "Sign in again" now would come back to the same questions.
  await new OverviewPage(page).open();
  await expect(page.getByRole('link', { name: 'Compare them' })).toHaveCount(2);
  await expect(page.getByRole('link', { name: 'Sign in again' })).toHaveCount(0);
  const connections = new ConnectionsPage(page);
  await expect
    .poll(async () => {
      await connections.open();
      return connections.questions.count();
    })
    .toBe(2);
  expect(await inspect(page), 'the questions can be answered by everyone').toEqual([]);
  expect(await accountCount(stack, person), 'until there is an answer they stand apart').toBe(4);

  const [joined] = await query<{ id: string }>(
    stack,
    `SELECT q.account_id AS id FROM relink_question q JOIN account a ON a.id = q.account_id
     JOIN membership m ON m.household_id = q.household_id JOIN "user" u ON u.id = m.user_id
     WHERE u.email = $1 AND a.last4 = '4417'`,
    [person.email],
  );
  await connections.answer('Everyday Checking', 'same');
  await expect(connections.questions).toHaveCount(1);
  // The button that had the focus is gone with its card.
  await expect(page.getByRole('status').filter({ hasText: 'Answered.' })).toBeFocused();
  await connections.answer('Rainy Day Savings', 'different');
  await expect(connections.questions).toHaveCount(0);
  const told = page.getByRole('status').filter({ hasText: 'Answered.' });
  await expect(told).toContainText('Everyday Checking: one account with one history now');
  await expect(told).toContainText('Rainy Day Savings: two accounts.');
  expect(await accountCount(stack, person)).toBe(3);
  await page.goto('/accounts');
  await expect(page.locator('main').getByRole('link', { name: 'Everyday Checking', exact: true })).toHaveCount(1);
  await expect(page.locator('main').getByRole('link', { name: 'Rainy Day Savings', exact: true })).toHaveCount(2);
  expect(await twins(stack, bank, person)).toEqual([]);
  // The address of what is no account of its own any more leads on.
  await page.goto(`/accounts/${joined?.id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Everyday Checking' })).toBeVisible();
  expect(page.url()).not.toContain(joined?.id);
});
