import { dayOf } from '#lib/dates/day.ts';
import { addMonths, firstDay, monthOf, sameDayIn } from '#lib/dates/month.ts';
import { dateWords, monthWords } from '#lib/dates/words.ts';
import { toldDay } from './bank.ts';
import { expect, test, zone } from './fixtures.ts';
import { AccountPage } from './pages/account-page.ts';
import { minorOf } from './pages/figure.ts';
import { OverviewPage } from './pages/overview-page.ts';

test.describe('the next day', () => {
  test('proves the balance over an interval with rows in it', async ({ atBank: page, bank, clock }) => {
    const told = await bank.account('salaried.harborline.checking');
    const account = new AccountPage(page);
    await account.open('Everyday Checking');
    await expect(account.proof).toContainText('One balance so far');
    await bank.addRow({ account: told.id, amount: -1_250, description: 'CORNER BAKERY' });
    await clock.advance({ days: 1 });
    await page.reload();
    await expect(account.intervals.filter({ hasText: 'proven' })).toHaveCount(1);
    await expect(account.intervals.first()).toContainText(/[1-9]\d* rows? adds? up to/);
    const amounts = await account.intervals
      .first()
      .locator('[data-money]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-money')?.split(' ')[0]));
    expect(amounts.length).toBeGreaterThanOrEqual(2);
    await page.goto('/overview');
    const strip = page.getByRole('region', { name: /proof|hang|prove/i }).first();
    await expect(strip).toContainText('proven');
    await page.goto('/transactions?q=corner+bakery');
    await page.getByRole('link', { name: 'CORNER BAKERY', exact: true }).click();
    await page.getByRole('link', { name: 'See the interval' }).click();
    const interval = account.intervals.first();
    await expect(interval).toBeFocused();
    await expect(interval).toBeInViewport();
    // By its address alone.
    const tab = await page.context().newPage();
    await tab.goto(page.url());
    await expect(new AccountPage(tab).intervals.first()).toBeFocused();
    await expect(new AccountPage(tab).intervals.first()).toBeInViewport();
  });
});

test.describe('the overview', () => {
  test('shows net worth, accounts, money in and out and the latest rows, which agree with the bank', async ({
    atBank: page,
    bank,
  }) => {
    await page.goto('/overview');
    const accounts = Object.values(await bank.harborline());
    const sum = accounts.reduce((total, one) => total + BigInt(one.toldBalance?.current.usd ?? 0), 0n);
    const worth = page
      .locator('main [data-money]')
      .filter({ hasText: /^Net worth/ })
      .first();
    expect(minorOf(await worth.getAttribute('data-money'))).toBe(sum);
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
    expect(values.map(minorOf).reduce((a, b) => a + b, 0n)).toBe(sum);
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
  await page.locator('main').getByText('As a table').first().click();
  const table = page.getByRole('region', { name: 'Net worth as a table' });
  await expect(table).toBeVisible();
  await bank.addRow({ account: 'salaried.harborline.checking', description: 'SEEN WITHOUT A HAND', amount: -500 });
  await clock.advance({ days: 1 });
  await expect(row).toBeVisible();
  await expect(table, 'what was opened stays open').toBeVisible();
});

test.describe('the money of this month', () => {
  test('is added up from its rows, and set against the same days of the last one', async ({
    signedIn: page,
    linkHarborline,
    bank,
  }) => {
    const today = dayOf(await bank.now(), zone);
    const last = addMonths(monthOf(today), -1);
    // On the first of a month there may be no row on either side yet.
    const row = { account: 'salaried.harborline.checking', description: 'FIRST OF THE MONTH' };
    await bank.addRow({ ...row, amount: -12_345, at: `${firstDay(last)}T12:00:00Z` });
    await linkHarborline();
    const told = await Promise.all(Object.values(await bank.harborline()).map(({ id }) => bank.toldRows(id)));
    const posted = told.flat().filter(({ status }) => status === 'posted');
    const sumOf = (from: string, to: string, direction: 'in' | 'out') =>
      posted
        .filter(({ amount }) => (direction === 'in' ? amount > 0 : amount < 0))
        .filter((one) => {
          const day = toldDay(one, zone);
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
      expect(minorOf(await figure.getAttribute('data-money')), direction).toBe(now);
      const against = card.locator('dl > div').nth(index).locator('dd').nth(1);
      const isMore = direction === 'in' ? now > then : now < then;
      const difference = now > then ? now - then : then - now;
      if (difference === 0n) {
        await expect(against).toHaveText(`the same as in ${toDate}`);
        continue;
      }
      await expect(against).toContainText(`${isMore ? 'more' : 'less'} than in ${toDate}`);
      expect(minorOf(await against.locator('[data-money]').first().getAttribute('data-money'))).toBe(difference);
    }
  });
});
