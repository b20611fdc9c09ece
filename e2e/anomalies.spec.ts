import { query, untilBooksComplete } from './books.ts';
import { expect, test } from './fixtures.ts';
import { AccountPage } from './pages/account-page.ts';
import { LinkPage } from './pages/link-page.ts';
import { OverviewPage } from './pages/overview-page.ts';

test.describe('the bank’s events', () => {
  test('give the same books when each comes twice, out of order, or badly signed at first', async ({
    linkHarborline,
    person,
    bank,
    stack,
  }) => {
    await bank.arm({ fault: 'webhook-doubled', times: null });
    await bank.arm({ fault: 'webhook-reordered', times: null });
    await linkHarborline();
    await untilBooksComplete(stack, bank, person);
    await bank.disarm();
    const before = new Set((await bank.deliveries()).map(({ id }) => id));
    await bank.arm({ fault: 'webhook-badly-signed', times: 3 });
    await bank.advance({ days: 2 });
    await untilBooksComplete(stack, bank, person);
    // Refused at first, and taken when they come again with the bank's own signature.
    const refused = async () =>
      (await bank.deliveries())
        .filter(({ id, log }) => !before.has(id) && log[0]?.status === 400)
        .map(({ state, log }) => [state, ...log.map(({ status }) => status)]);
    await expect.poll(refused).toEqual(Array(3).fill(['delivered', 400, 200]));
  });

  test('that were delivered long ago change nothing when they come once more', async ({
    atBank: page,
    person,
    bank,
    stack,
  }) => {
    await untilBooksComplete(stack, bank, person);
    const inbox = () => query<{ count: string }>(stack, 'SELECT count(*) FROM bank_event');
    const before = await inbox();
    const [delivery] = await bank.deliveries();
    if (!delivery) throw new Error('The bank has told nothing');
    await bank.redeliver(delivery.id);
    await expect.poll(async () => (await bank.deliveries()).filter(({ state }) => state === 'waiting')).toEqual([]);
    expect(await inbox()).toEqual(before);
    await untilBooksComplete(stack, bank, person);
    const overview = new OverviewPage(page);
    await overview.open();
    await expect(overview.lines).toHaveCount(2);
  });

  test('that are lost are not missed: a sweep finds the account', async ({ atBank: page, person, bank, stack }) => {
    await untilBooksComplete(stack, bank, person);
    const told = await bank.account('salaried.harborline.checking');
    await bank.arm({ fault: 'webhook-lost', times: null });
    await bank.addRow({ account: told.id, amount: -4_321, description: 'LOST AND FOUND' });
    await bank.advance({ days: 2 });
    await untilBooksComplete(stack, bank, person);
    await page.goto('/transactions?q=lost+and+found');
    await expect(page.getByRole('link', { name: 'LOST AND FOUND', exact: true })).toBeVisible();
  });
});

test.describe('a bank that fails', () => {
  test('while rows are read is said, and asked again until it answers', async ({
    signedIn: page,
    person,
    bank,
    stack,
  }) => {
    await bank.arm({ fault: 'unavailable', times: null, path: '/v1/financial_connections/transactions' });
    const link = new LinkPage(page);
    await link.open();
    await link.go();
    await link.dialog.walk('Harborline Bank', 'nora');
    await page.waitForURL('**/connections/arrived?**');
    await expect(link.arriving.first()).toContainText('The bank did not answer. It will be asked again', {
      timeout: 30_000,
    });
    await bank.disarm();
    await untilBooksComplete(stack, bank, person, 45_000);
    await expect(link.arriving.first()).toContainText('not yet provable');
    await link.untilArrived();
  });

  test('at its own source keeps what was read and says how old it is', async ({
    atBank: page,
    person,
    bank,
    clock,
    stack,
  }) => {
    await untilBooksComplete(stack, bank, person);
    await bank.arm({ fault: 'bank-down', times: null, institution: 'harborline' });
    await clock.advance({ days: 3 });
    const account = new AccountPage(page);
    await account.open('Everyday Checking');
    await expect(account.log.filter({ hasText: 'Your bank could not be read' }).first()).toBeVisible();
    // What was read stays, and the mark says of when it is instead of what it proves.
    await expect(account.mark).toHaveText(/^as of \d{1,2} [A-Z][a-z]{2} \d\d:\d\d$/);
    const told = await bank.account('salaried.harborline.checking');
    await expect(account.balance).toHaveAttribute('data-money', `${told.toldBalance?.current.usd} USD anchor`);
    await bank.disarm();
    await clock.advance({ days: 1 });
    await untilBooksComplete(stack, bank, person);
    await page.reload();
    await expect(account.mark).not.toContainText('as of');
  });
});

test.describe('a kill', () => {
  test('of the worker in the middle of a sync costs nothing and doubles nothing', async ({
    signedIn: page,
    person,
    bank,
    stack,
  }) => {
    test.setTimeout(300_000);
    await bank.arm({ fault: 'slow', times: 2, ms: 8_000, path: '/v1/financial_connections/transactions' });
    const link = new LinkPage(page);
    await link.open();
    await link.go();
    await link.dialog.walk('Harborline Bank', 'nora');
    await page.waitForURL('**/connections/arrived?**');
    // A run that found the bank not ready yet is withdrawn at once: the one that waits for rows has held its lease a while.
    const underWay = () =>
      query<{ id: string }>(
        stack,
        `SELECT r.id FROM sync_run r JOIN membership m ON m.household_id = r.household_id
         JOIN "user" u ON u.id = m.user_id WHERE u.email = $1 AND r.state = 'running'
           AND r.lease_until < now() + interval '18 seconds'`,
        [person.email],
      );
    await expect.poll(async () => (await underWay()).length).toBeGreaterThan(0);
    await stack.kill('worker');
    await untilBooksComplete(stack, bank, person, 90_000);
    await link.untilArrived();
    const [broken] = await query<{ accountId: string }>(
      stack,
      `SELECT r.account_id AS "accountId" FROM sync_run r JOIN membership m ON m.household_id = r.household_id
       JOIN "user" u ON u.id = m.user_id WHERE u.email = $1 AND r.error_code = 'crashed'`,
      [person.email],
    );
    await page.goto(`/accounts/${broken?.accountId}`);
    const log = new AccountPage(page).log;
    await expect(log.filter({ hasText: /broke off on our side/ }).first()).toBeVisible();
    await expect(log.filter({ hasText: /\d+ new/ }).first()).toBeVisible();
  });

  test('of everything at once leaves books, bank and sign-in as they were, and the next start goes on', async ({
    atBank: page,
    person,
    bank,
    stack,
    complaints,
  }) => {
    test.setTimeout(300_000);
    complaints.expect(/ERR_CONNECTION|Failed to fetch|Failed to load/);
    await untilBooksComplete(stack, bank, person);
    await page.goto('about:blank');
    await stack.killAll();
    await stack.start();
    await untilBooksComplete(stack, bank, person);
    const told = await bank.account('salaried.harborline.checking');
    await bank.addRow({ account: told.id, amount: -777, description: 'AFTER THE KILL' });
    await bank.advance({ days: 1 });
    // A sync that the kill has cut off holds its account until its lease is over.
    await untilBooksComplete(stack, bank, person, 60_000);
    await page.goto(`${stack.url}/transactions?q=after+the+kill`);
    await expect(page.getByRole('link', { name: 'AFTER THE KILL', exact: true })).toBeVisible();
  });
});
