import { bankDayOf, type Day, dayOf } from '#lib/dates/day.ts';
import { momentWords } from '#lib/dates/moment-words.ts';
import { addMonths, firstDay, monthOf, sameDayIn } from '#lib/dates/month.ts';
import { dateWords, dayWords, monthWords } from '#lib/dates/words.ts';
import type { ToldRow } from './bank.ts';
import { query, untilBooksComplete } from './books.ts';
import { expect, test, zone } from './fixtures.ts';
import { AccountPage } from './pages/account-page.ts';
import { DoorPages } from './pages/door-pages.ts';
import { LinkPage } from './pages/link-page.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { Shell } from './pages/shell.ts';
import { TransactionsPage } from './pages/transactions-page.ts';

const minor = (data: string | null) => BigInt(data?.split(' ')[0] ?? 'none');

/** The day on which the bank booked a row. */
const bankDay = (row: ToldRow) =>
  bankDayOf(new Date((row.status_transitions.posted_at ?? row.transacted_at) * 1000), zone);

/** Holds what the open drawer says of a row against what the bank tells of it. Gives the bank's number of the row. */
async function expectFacts(rows: TransactionsPage, told: Map<string, ToldRow>, today: Day): Promise<string> {
  await expect(rows.fact('The bank’s number')).toBeVisible();
  const number = await rows.fact('The bank’s number').innerText();
  const row = told.get(number);
  if (!row) throw new Error(`The bank has told no ${number}`);
  await expect(rows.drawer.getByRole('heading', { level: 2 }).first()).toHaveText(row.description);
  expect(minor(await rows.drawer.locator('[data-money]').first().getAttribute('data-money'))).toBe(BigInt(row.amount));
  await expect(rows.drawer).toContainText(`${dayWords(bankDay(row), today)} ·`);
  await expect(rows.fact('Bank')).toHaveText('Harborline Bank');
  await expect(rows.fact('State')).toContainText('posted');
  // The link promises a reading, and so does the bank's event: either may be the first.
  await expect(rows.fact('First read')).toHaveText(/\d\d:\d\d, (first reading|the bank sent word)$/);
  await expect(rows.fact('The bank’s refresh')).toHaveText(row.transaction_refresh);
  await expect(rows.drawer.getByRole('heading', { name: 'The balances around it' })).toBeVisible();
  return number;
}

test.describe('the next day', () => {
  test('proves the balance over an interval with rows in it', async ({ atBank: page, bank }) => {
    const told = await bank.account('salaried.harborline.checking');
    await new AccountPage(page).open('Everyday Checking');
    const account = new AccountPage(page);
    await expect(account.proof).toContainText('One balance so far');
    // Banks post on working days; this row is there on any day on which the test runs.
    await bank.addRow({ account: told.id, amount: -1_250, description: 'CORNER BAKERY' });
    await bank.advance({ days: 1 });
    await expect
      .poll(async () => {
        await page.reload();
        return account.intervals.filter({ hasText: 'proven' }).count();
      })
      .toBe(1);
    await expect(account.intervals.first()).toContainText(/[1-9]\d* rows? adds? up to/);
    const amounts = await account.intervals
      .first()
      .locator('[data-money]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-money')?.split(' ')[0]));
    expect(amounts.length).toBeGreaterThanOrEqual(2);
    await page.goto('/overview');
    const strip = page.getByRole('region', { name: /proof|hang|prove/i }).first();
    await expect(strip).toContainText('proven');
  });
});

test.describe('the overview', () => {
  test('shows net worth, accounts, money in and out and the latest rows, which agree with the bank', async ({
    atBank: page,
    bank,
  }) => {
    await page.goto('/overview');
    const accounts = await Promise.all(
      ['salaried.harborline.checking', 'salaried.harborline.savings'].map((key) => bank.account(key)),
    );
    const sum = accounts.reduce((total, one) => total + BigInt(one.toldBalance?.current.usd ?? 0), 0n);
    const worth = page
      .locator('main [data-money]')
      .filter({ hasText: /^Net worth/ })
      .first();
    expect(minor(await worth.getAttribute('data-money'))).toBe(sum);
    for (const name of ['Everyday Checking', 'Rainy Day Savings']) {
      await expect(page.locator('main').getByRole('link', { name, exact: true }).first()).toBeVisible();
    }
    await expect(page.getByRole('heading', { name: 'Latest transactions' })).toBeVisible();
    await expect(
      page
        .locator('main')
        .getByText(/in and out/i)
        .first(),
    ).toBeVisible();
    await worth.click();
    const parts = page.locator('[popover]:popover-open [data-money]');
    const values = await parts.evaluateAll((all) => all.map((one) => one.getAttribute('data-money') ?? ''));
    expect(values.map(minor).reduce((a, b) => a + b, 0n)).toBe(sum);
  });
});

test('the overview in sight moves with the bank’s time, with nobody’s hand on it', async ({
  atBank: page,
  bank,
  clock,
}) => {
  await new OverviewPage(page).open();
  const row = page.locator('main').getByText('SEEN WITHOUT A HAND');
  await expect(row).toHaveCount(0);
  await bank.addRow({ account: 'salaried.harborline.checking', description: 'SEEN WITHOUT A HAND', amount: -500 });
  await clock.advance({ days: 1 });
  await expect(row).toBeVisible();
});

test.describe('the money of this month', () => {
  test('is added up from its rows, and set against the same days of the last one', async ({ signedIn: page, bank }) => {
    const today = dayOf(await bank.now(), zone);
    const last = addMonths(monthOf(today), -1);
    // On the first of a month there may be no row on either side yet.
    const row = { account: 'salaried.harborline.checking', description: 'FIRST OF THE MONTH' };
    await bank.addRow({ ...row, amount: -12_345, at: `${firstDay(last)}T12:00:00Z` });
    await new LinkPage(page).linkHarborline();
    const told = await Promise.all(
      ['salaried.harborline.checking', 'salaried.harborline.savings'].map(async (key) =>
        bank.toldRows((await bank.account(key)).id),
      ),
    );
    const posted = told.flat().filter(({ status }) => status === 'posted');
    const sumOf = (from: string, to: string, direction: 'in' | 'out') =>
      posted
        .filter(({ amount }) => (direction === 'in' ? amount > 0 : amount < 0))
        .filter((one) => {
          const day = bankDay(one);
          return day >= from && day <= to;
        })
        .reduce((sum, { amount }) => sum + BigInt(amount), 0n);

    await page.goto('/overview');
    const card = page.getByRole('region', { name: `Money in and out, ${monthWords(monthOf(today), today)}` });
    const until = sameDayIn(last, today);
    const toDate = `${monthWords(last, until)} to ${dateWords(until)}`;
    for (const [index, direction] of (['in', 'out'] as const).entries()) {
      const now = sumOf(firstDay(monthOf(today)), today, direction);
      const then = sumOf(firstDay(last), until, direction);
      const figure = card.locator('dl [data-money]').filter({ hasText: `${direction}, ` });
      expect(minor(await figure.getAttribute('data-money')), direction).toBe(now);
      const against = card.locator('dl > div').nth(index).locator('dd').nth(1);
      const isMore = direction === 'in' ? now > then : now < then;
      const difference = now > then ? now - then : then - now;
      if (difference === 0n) {
        await expect(against).toHaveText(`the same as in ${toDate}`);
        continue;
      }
      await expect(against).toContainText(`${isMore ? 'more' : 'less'} than in ${toDate}`);
      expect(minor(await against.locator('[data-money]').first().getAttribute('data-money'))).toBe(difference);
    }
  });
});

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
    await account.rename('Groceries & Rent');
    await expect(page.getByRole('heading', { level: 1, name: 'Groceries & Rent' })).toBeVisible();
    await page.goto('/accounts');
    await expect(page.locator('main').getByRole('link', { name: 'Groceries & Rent', exact: true })).toBeVisible();
    await account.open('Groceries & Rent');
    await account.rename('');
    await expect(page.getByRole('heading', { level: 1, name: 'Everyday Checking' })).toBeVisible();
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
    expect(minor(await worth.getAttribute('data-money'))).toBe(BigInt(savings.toldBalance?.current.usd ?? 0));
    await account.open('Everyday Checking');
    await page.getByRole('button', { name: 'Count it toward net worth' }).click();
    await expect(page.getByText('Counts toward net worth.')).toBeVisible();
    await page.goto('/accounts');
    expect(minor(await worth.getAttribute('data-money'))).toBe(
      BigInt(savings.toldBalance?.current.usd ?? 0) + BigInt(checking.toldBalance?.current.usd ?? 0),
    );
  });

  test('is refreshed when the bank allows it, and says what came of it', async ({ signedIn: page, bank, clock }) => {
    await bank.letRefresh({ everySeconds: 3_600 });
    await new LinkPage(page).linkHarborline();
    const told = await bank.account('salaried.harborline.checking');
    const account = new AccountPage(page);
    await account.open('Everyday Checking');
    await expect(account.refresh).toBeDisabled();
    await expect(account.refreshWords).toContainText('The bank can be asked again from');
    await bank.advance({ hours: 2 });
    await page.reload();
    await bank.arm({ fault: 'unavailable', times: null, path: '/v1/financial_connections/accounts' });
    await account.refresh.click();
    await expect(account.refreshWords).toContainText('The bank did not answer');
    await bank.disarm();
    // What went wrong is said until the next reading, whoever asked for that.
    await bank.advance({ days: 1 });
    await clock.settled();
    await account.rename('Everyday');
    await expect(account.refreshWords).toContainText('Bank asked at');
    await bank.advance({ hours: 2 });
    await bank.addRow({ account: told.id, amount: -990, description: 'ASKED FOR BY HAND' });
    await page.reload();
    await account.refresh.click();
    // The first reading brought hundreds; this one brings what two hours do.
    await expect(account.refreshWords).toContainText(/Bank asked at \d\d:\d\d: [1-9]\d? new/, { timeout: 30_000 });
    await expect(account.refreshWords).toContainText('The bank can be asked again from');
    await page.goto('/transactions?q=asked+for+by+hand');
    await expect(page.getByRole('link', { name: 'ASKED FOR BY HAND', exact: true })).toBeVisible();
  });

  test('shows its owners only when asked, and notes that they were seen', async ({ atBank: page }) => {
    const account = new AccountPage(page);
    await account.open('Everyday Checking');
    expect(await page.content()).not.toContain('Whitcombe');
    await expect
      .poll(async () => {
        await page.reload();
        return page.getByRole('button', { name: 'Show the owners' }).count();
      })
      .toBe(1);
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
    const [checking, savings] = await Promise.all(
      ['salaried.harborline.checking', 'salaried.harborline.savings'].map((key) => bank.account(key)),
    );
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
    const at = async (id: string | undefined) => (await bank.accounts()).find((one) => one.id === id)?.status;
    expect(await at(checking?.id)).toBe('disconnected');
    await rows.open('?status=posted');
    const kept = (checking?.transactions.posted?.count ?? 0) + (savings?.transactions.posted?.count ?? 0);
    await expect(rows.count).toHaveText(`${kept} posted rows`);

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
    expect(await at(savings?.id)).toBe('disconnected');
    await rows.open('?status=posted');
    await expect(rows.count).toHaveText(`${checking?.transactions.posted?.count} posted rows`);
    await page.goto('/accounts');
    await expect(page.locator('main').getByRole('link', { name: 'Rainy Day Savings', exact: true })).toHaveCount(0);
  });
});

test.describe('transactions', () => {
  test('are searched and filtered by address, page by page, with pending rows in no sum', async ({
    atBank: page,
    person,
    bank,
    stack,
  }) => {
    const told = await bank.account('salaried.harborline.checking');
    await bank.addRow({ account: told.id, amount: -7_654, description: 'STILL PENDING HERE', status: 'pending' });
    await bank.generateRows(told.id, 300, 100);
    await bank.advance({ days: 1 });
    const rows = new TransactionsPage(page);
    await untilBooksComplete(stack, bank, person);
    await rows.open('?q=still+pending');
    await expect(rows.rows).toHaveCount(1);
    const [checking, savings] = await Promise.all(
      ['salaried.harborline.checking', 'salaried.harborline.savings'].map((key) => bank.account(key)),
    );
    await expect(rows.list.getByText('pending', { exact: true }).first()).toBeVisible();

    await rows.open();
    const posted = (checking?.transactions.posted?.count ?? 0) + (savings?.transactions.posted?.count ?? 0);
    await expect(rows.count).toContainText(`${posted} posted rows`);
    const net = page.locator('main dl').first().locator('[data-money]').last();
    expect(minor(await net.getAttribute('data-money'))).toBe(
      BigInt(checking?.transactions.posted?.total ?? 0) + BigInt(savings?.transactions.posted?.total ?? 0),
    );

    await page.keyboard.press('/');
    await expect(rows.search).toBeFocused();
    await rows.search.fill('interest');
    await expect(page).toHaveURL(/\?q=interest$/);
    await expect(rows.chips).toHaveCount(1);
    await page.reload();
    await expect(rows.search).toHaveValue('interest');
    await expect(rows.rows.first()).toBeVisible();
    for (const text of await rows.rows.allInnerTexts()) expect(text.toLowerCase()).toContain('interest');
    await rows.chips.first().getByRole('link').click();
    await expect(page).toHaveURL(/\/transactions$/);

    await rows.filter({ accounts: ['Rainy Day Savings'], direction: 'in', atLeast: '1.00' });
    await expect(page).toHaveURL(/account=.*flow=in/);
    await expect(rows.chips).toHaveCount(3);
    await expect(page.getByRole('button', { name: 'Show these rows' })).toBeFocused();
    await rows.open('?from=nonsense&min=12,34x');
    await expect(
      page
        .locator('main')
        .getByText('“nonsense” is not a day, so it is left out. “12,34x” is not an amount, so it is left out.'),
    ).toBeVisible();
  });

  test('go on by key, forth and back, without a row twice or missing', async ({
    atBank: page,
    person,
    bank,
    stack,
  }) => {
    const told = await bank.account('salaried.harborline.checking');
    await bank.generateRows(told.id, 400, 90);
    await bank.advance({ days: 1 });
    const rows = new TransactionsPage(page);
    const seen: string[] = [];
    const walk = async (): Promise<string[]> => {
      const ids: string[] = [];
      for (let query = 'status=posted'; query !== ''; ) {
        const answer = await page.request.get(`/transactions/page-data?${query}`);
        const body = (await answer.json()) as { rows: { id: string }[]; next: string | null };
        ids.push(...body.rows.map(({ id }) => id));
        query = body.next ? `status=posted&cursor=${encodeURIComponent(body.next)}` : '';
      }
      return ids;
    };
    await untilBooksComplete(stack, bank, person);
    await rows.open('?status=posted');
    seen.push(...(await walk()));
    const [checking, savings] = await Promise.all(
      ['salaried.harborline.checking', 'salaried.harborline.savings'].map((key) => bank.account(key)),
    );
    expect(seen).toHaveLength((checking?.transactions.posted?.count ?? 0) + (savings?.transactions.posted?.count ?? 0));
    expect(new Set(seen).size).toBe(seen.length);

    // In the browser: older rows come as one goes down, and only those near the window are in the page.
    await page.keyboard.press('End');
    await expect.poll(async () => (await rows.rows.first().getAttribute('data-row')) !== seen[0]).toBe(true);
    expect(await rows.rows.count()).toBeLessThan(120);

    // On paper everything stands that was loaded.
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await expect(rows.rows.first()).toHaveAttribute('data-row', seen[0] ?? '');
    expect(await rows.rows.count()).toBeGreaterThan(90);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await expect(rows.rows.first()).not.toHaveAttribute('data-row', seen[0] ?? '');
  });

  test('show the balance after each row in a list of one account, and the last one is the bank’s', async ({
    atBank: page,
    bank,
  }) => {
    const rows = new TransactionsPage(page);
    await new AccountPage(page).open('Rainy Day Savings');
    await page.getByRole('link', { name: 'All of them' }).click();
    await expect(page).toHaveURL(/\?account=/);
    const told = await bank.account('salaried.harborline.savings');
    const first = rows.list.locator('[data-money*=" formula"]').filter({ visible: true }).first();
    expect(minor(await first.getAttribute('data-money'))).toBe(BigInt(told.toldBalance?.current.usd ?? 0));
    await rows.open();
    await expect(rows.list.getByText('Balance after it')).toHaveCount(0);
  });

  test('are walked by keys: j and k, Enter opens the drawer, Esc closes it', async ({ atBank: page, bank }) => {
    const told = new Map<string, ToldRow>();
    for (const key of ['salaried.harborline.checking', 'salaried.harborline.savings']) {
      for (const one of await bank.toldRows((await bank.account(key)).id)) told.set(one.id, one);
    }
    const rows = new TransactionsPage(page);
    await rows.open('?status=posted');
    const nth = (index: number) => rows.rows.nth(index);
    await expect(nth(2)).toBeVisible();
    await page.keyboard.press('j');
    await expect(nth(0)).toBeFocused();
    await page.keyboard.press('j');
    await expect(nth(1)).toBeFocused();
    await page.keyboard.press('k');
    await expect(nth(0)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/row=/);
    const first = await expectFacts(rows, told, dayOf(await bank.now(), zone));
    await page.keyboard.press('j');
    // The next row takes its place: another number of the bank's, and all that belongs to it.
    await expect(rows.fact('The bank’s number')).not.toHaveText(first);
    const second = await expectFacts(rows, told, dayOf(await bank.now(), zone));
    expect(second).not.toBe(first);
    await page.keyboard.press('Escape');
    await expect(rows.drawer).toHaveCount(0);
    await expect(page).not.toHaveURL(/row=/);
  });

  test('stand there and can be walked without any script', async ({ atBank, elsewhere, person }) => {
    await expect(atBank.getByRole('heading', { level: 1 })).toBeVisible();
    const page = await elsewhere({ javaScriptEnabled: false });
    await new DoorPages(page).signIn(person);
    const rows = new TransactionsPage(page);
    await rows.open('?status=posted');
    const first = await rows.rows.first().getAttribute('data-row');
    await page.getByRole('link', { name: 'Older rows' }).click();
    await expect(page).toHaveURL(/cursor=/);
    await expect(rows.rows.first()).not.toHaveAttribute('data-row', first ?? '');
    await page.getByRole('link', { name: 'Newer rows' }).click();
    await expect(rows.rows.first()).toHaveAttribute('data-row', first ?? '');
  });
});

test('a page that broke is asked for again, and stands there when what broke it is over', async ({
  signedIn: page,
  person,
  stack,
  complaints,
}) => {
  const moveTo = (timeZone: string) =>
    query(
      stack,
      `UPDATE household SET time_zone = $1 WHERE id IN (SELECT m.household_id FROM membership m
       JOIN "user" u ON u.id = m.user_id WHERE u.email = $2)`,
      [timeZone, person.email],
    );
  complaints.expect(/Server Components render|500|Minified React error/);
  await moveTo('Nowhere/At all');
  await page.goto('/accounts');
  await expect(page.getByRole('heading', { level: 1, name: 'Something broke on our side' })).toBeVisible();
  await moveTo(zone);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Accounts' })).toBeVisible();
});

test.describe('a household with nothing in it', () => {
  test('has an empty page that says what will be there and how to begin, at each place', async ({ signedIn: page }) => {
    const shell = new Shell(page);
    for (const place of ['Overview', 'Transactions', 'Accounts', 'Connections'] as const) {
      await shell.goTo(place);
      await expect(page).toHaveURL(new RegExp(`/${place.toLowerCase()}$`));
      await expect(shell.title).toHaveCount(1);
      const links = page.locator('main').getByRole('link', { name: 'Link a bank' });
      await expect(links.last()).toBeVisible();
      for (const link of await links.all()) await expect(link).toHaveAttribute('href', '/connections/link');
      await expect(page.locator('main').getByRole('button', { name: 'Show me with demo data' })).toHaveCount(1);
    }
  });
});
