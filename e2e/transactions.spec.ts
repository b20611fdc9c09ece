import { type Day, dayOf } from '#lib/dates/day.ts';
import { dayWords } from '#lib/dates/words.ts';
import { type ToldRow, toldDay } from './bank.ts';
import { untilBooksComplete } from './books.ts';
import { expect, test, zone } from './fixtures.ts';
import { AccountPage } from './pages/account-page.ts';
import { DoorPages } from './pages/door-pages.ts';
import { minorOf } from './pages/figure.ts';
import { TransactionsPage } from './pages/transactions-page.ts';

/** Holds what the open drawer says of a row against what the bank tells of it. Gives the bank's number of the row. */
async function expectFacts(rows: TransactionsPage, told: Map<string, ToldRow>, today: Day): Promise<string> {
  await expect(rows.fact('The bank’s number')).toBeVisible();
  const number = await rows.fact('The bank’s number').innerText();
  const row = told.get(number);
  if (!row) throw new Error(`The bank has told no ${number}`);
  await expect(rows.drawer.getByRole('heading', { level: 2 }).first()).toHaveText(row.description);
  expect(minorOf(await rows.drawer.locator('[data-money]').first().getAttribute('data-money'))).toBe(
    BigInt(row.amount),
  );
  await expect(rows.drawer).toContainText(`${dayWords(toldDay(row, zone), today)} ·`);
  await expect(rows.fact('Bank')).toHaveText('Harborline Bank');
  await expect(rows.fact('State')).toContainText('posted');
  // The link promises a reading, and so does the bank's event: either may be the first.
  await expect(rows.fact('First read')).toHaveText(/\d\d:\d\d, (first reading|the bank sent word)$/);
  await expect(rows.fact('The bank’s refresh')).toHaveText(row.transaction_refresh);
  await expect(rows.drawer.getByRole('heading', { name: 'The balances around it' })).toBeVisible();
  return number;
}

test.describe('transactions', () => {
  test('are searched and filtered by address, page by page, with pending rows in no sum', async ({
    atBank: page,
    person,
    bank,
    clock,
    stack,
  }) => {
    const told = await bank.account('salaried.harborline.checking');
    await bank.addRow({ account: told.id, amount: -7_654, description: 'STILL PENDING HERE', status: 'pending' });
    await bank.generateRows(told.id, 300, 100);
    await clock.advance({ days: 1 });
    const rows = new TransactionsPage(page);
    await untilBooksComplete(stack, bank, person);
    await rows.open('?q=here+still');
    await expect(rows.rows).toHaveCount(1);
    const { checking, savings } = await bank.harborline();
    await expect(rows.list.getByText('pending', { exact: true }).first()).toBeVisible();

    await rows.open();
    const posted = (checking.transactions.posted?.count ?? 0) + (savings.transactions.posted?.count ?? 0);
    await expect(rows.count).toContainText(`${posted} posted rows`);
    const net = page.locator('main dl').first().locator('[data-money]').last();
    expect(minorOf(await net.getAttribute('data-money'))).toBe(
      BigInt(checking.transactions.posted?.total ?? 0) + BigInt(savings.transactions.posted?.total ?? 0),
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
    clock,
    stack,
  }) => {
    const told = await bank.account('salaried.harborline.checking');
    await bank.generateRows(told.id, 400, 90);
    await clock.advance({ days: 1 });
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
    const { checking, savings } = await bank.harborline();
    expect(seen).toHaveLength((checking.transactions.posted?.count ?? 0) + (savings.transactions.posted?.count ?? 0));
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
    expect(minorOf(await first.getAttribute('data-money'))).toBe(BigInt(told.toldBalance?.current.usd ?? 0));
    await rows.open();
    await expect(rows.list.getByText('Balance after it')).toHaveCount(0);
  });

  test('are walked by keys: j and k, Enter opens the drawer, Esc closes it', async ({ atBank: page, bank }) => {
    const told = new Map<string, ToldRow>();
    for (const { id } of Object.values(await bank.harborline())) {
      for (const one of await bank.toldRows(id)) told.set(one.id, one);
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
    await expect(nth(1), 'the row that was shown last').toBeFocused();
  });

  test('stand there, can be walked and say where they come from without any script', async ({
    atBank: _,
    elsewhere,
    person,
    bank,
    clock,
  }) => {
    const long = 'REFERENCE44710098223177451180665499210043';
    await bank.addRow({ account: 'salaried.harborline.checking', amount: -1_080, description: long });
    await clock.advance({ days: 1 });
    const page = await elsewhere({ javaScriptEnabled: false });
    await new DoorPages(page).signInWithoutScript(person);
    const rows = new TransactionsPage(page);
    await rows.open('?status=posted');
    await page.waitForURL('**/transactions?status=posted&whole=1');
    const first = await rows.rows.first().getAttribute('data-row');
    await page.getByRole('link', { name: 'Older rows' }).click();
    await expect(page).toHaveURL(/cursor=/);
    await expect(rows.rows.first()).not.toHaveAttribute('data-row', first ?? '');
    await page.getByRole('link', { name: 'Newer rows' }).click();
    await expect(rows.rows.first()).toHaveAttribute('data-row', first ?? '');

    const told: ToldRow[] = [];
    for (const { id } of Object.values(await bank.harborline())) told.push(...(await bank.toldRows(id)));
    /** The facts of a row stand above the list, as the bank tells them; its amount leads to them too. */
    const expectCard = async (id: string | null) => {
      await page.waitForURL(`**/transactions?*row=${id}&whole=1`);
      const card = page.getByRole('region').filter({ has: page.getByRole('heading', { name: 'What the bank says' }) });
      const number = await card.locator('dl > div', { hasText: 'The bank’s number' }).locator('dd').innerText();
      const row = told.find((one) => one.id === number);
      await expect(card.getByRole('heading', { level: 2 })).toHaveText(row?.description ?? 'told by the bank');
      const amount = card.locator('[data-money]').first();
      expect(minorOf(await amount.getAttribute('data-money'))).toBe(BigInt(row?.amount ?? 0));
      await expect(amount).toHaveAttribute('href', new RegExp(`row=${id}`));
    };
    const row = await rows.list.getByRole('link', { name: long, exact: true }).getAttribute('data-row');
    await page.setViewportSize({ width: 320, height: 640 });
    await page.locator(`[data-row="${row}"]`).click();
    await expectCard(row);
    const back = await page.getByRole('link', { name: 'Back to the list' }).boundingBox();
    expect((back?.x ?? 0) + (back?.width ?? 0), 'a long text pushes nothing off a phone').toBeLessThanOrEqual(320);
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await page.waitForURL('**/transactions?status=posted&whole=1');
    await rows.rows.first().click();
    await expectCard(first);
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await page.waitForURL('**/transactions?status=posted&whole=1');
    await expect(page.getByRole('heading', { name: 'What the bank says' })).toHaveCount(0);
    await page.goto('/overview');
    await page.waitForURL('**/overview?whole=1');
    const latest = page.locator('main a[data-money][href*="row="]').first();
    const href = await latest.getAttribute('href');
    await latest.click();
    await expectCard(new URLSearchParams(href?.split('?')[1]).get('row'));
  });
});
