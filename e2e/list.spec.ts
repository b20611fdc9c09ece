import type { Locator, Page } from 'playwright/test';
import { dayOf } from '#lib/dates/day.ts';
import { fillLedger, type TestLedger } from '#lib/ledger/test-ledger.ts';
import { query } from './books.ts';
import { test as base, expect, zone } from './fixtures.ts';
import { DoorPages } from './pages/door-pages.ts';
import { TransactionsPage } from './pages/transactions-page.ts';

/** Another one for each ledger: its rows are others. */
let seed = 0;

/** A long list: the rows stand in the books of the signed-in person, without a bank behind them. */
const test = base.extend<{ ledger: TestLedger; sql: (text: string, values?: unknown[]) => Promise<unknown> }>({
  sql: async ({ stack }, use) => use((text, values) => query(stack, text, values)),
  ledger: async ({ signedIn: _, person, bank, stack }, use) => {
    const [household] = await query<{ householdId: string; userId: string }>(
      stack,
      `SELECT m.household_id AS "householdId", m.user_id AS "userId" FROM "user" u JOIN membership m ON m.user_id = u.id
       WHERE u.email = $1`,
      [person.email],
    );
    if (!household) throw new Error('Nobody has signed up');
    const today = dayOf(await bank.now(), zone);
    seed += 1;
    const size = { accountCount: 3, rowCount: 1_200, days: 70, today, seed };
    const ledger = await fillLedger((sql, values) => query(stack, sql, values), household, size);
    await use(ledger);
    // Nobody tries to read them at the bank in the tests that come.
    await query(stack, "UPDATE account SET status = 'disconnected' WHERE id = ANY($1)", [ledger.accountIds]);
  },
});

/** Leaves the page for another tab, and comes back. */
async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const hidden of [true, false]) {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }
  });
}

/** Scrolls the page to a place, as soon as enough rows have come for it to be that long. */
async function scrollTo(page: Page, place: number): Promise<void> {
  const scroll = (y: number) => {
    window.scrollTo(0, y);
    return window.scrollY;
  };
  await expect.poll(() => page.evaluate(scroll, place)).toBe(place);
}

test.beforeEach(async ({ ledger: _, page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
});

test('keys go on where one looks, cover no row, and lose nobody who scrolls away', async ({ page }) => {
  const rows = new TransactionsPage(page);
  const focused = page.locator(':focus');
  /** Whether nothing stands over the row that has the focus. */
  const isUncovered = () =>
    focused.evaluate((link) => {
      const { left, top, bottom } = link.getBoundingClientRect();
      return [top + 2, bottom - 2].every((y) => link.contains(document.elementFromPoint(left + 4, y)));
    });
  await rows.open();
  await page.keyboard.press('j');
  await expect(rows.rows.first()).toBeFocused();
  const first = await rows.rows.first().getAttribute('data-row');

  await scrollTo(page, 3_000);
  await expect(rows.rows.nth(20)).toBeInViewport();
  await expect(focused, 'the focus stays with its row').toHaveAttribute('data-row', first ?? '');
  await page.keyboard.press('j');
  await expect(focused).toBeInViewport();
  expect(await page.evaluate(() => window.scrollY), 'nobody is thrown to the top').toBeGreaterThan(2_800);
  const here = (await focused.getAttribute('data-row')) ?? '';
  for (let steps = 0; steps < 12; steps += 1) {
    await page.keyboard.press('k');
    await expect.poll(isUncovered).toBe(true);
  }

  // From the amount of a row the keys go on to its neighbor.
  await page
    .locator('li', { has: page.locator(`[data-row="${here}"]`) })
    .locator('[data-money]')
    .focus();
  await page.keyboard.press('k');
  await page.keyboard.press('j');
  await expect(focused).toHaveAttribute('data-row', here);

  // On a phone the bar of places lies over the list's end.
  await page.setViewportSize({ width: 320, height: 600 });
  for (let steps = 0; steps < 8; steps += 1) {
    await page.keyboard.press('j');
    await expect.poll(isUncovered).toBe(true);
  }
});

test('what is searched or clicked without a connection loses nothing, and is searched when there is one', async ({
  page,
  complaints,
}) => {
  complaints.expect(/ERR_INTERNET_DISCONNECTED/);
  const rows = new TransactionsPage(page);
  await rows.open();
  const first = (await rows.rows.first().innerText()).trim();
  const word = first.split(' ')[0] ?? '';
  await page.context().setOffline(true);
  await rows.search.fill(word);
  const status = (words: RegExp) => page.getByRole('status').filter({ hasText: words });
  await expect(status(/cannot be reached. What is shown stays; your search is made/)).toBeVisible();
  await expect(rows.rows.first()).toHaveText(first);
  await page.getByRole('link', { name: 'Accounts' }).filter({ visible: true }).click();
  await expect(status(/There is no connection/)).toBeVisible();
  await expect(status(/your search is made/), 'who stays has not given up the search').toBeVisible();
  await rows.search.press('Enter');
  await page.getByText('Filters', { exact: true }).click();
  await page.getByLabel('Direction').selectOption('Money out');
  await page.getByRole('button', { name: 'Show these rows' }).click();
  await expect(status(/your search is made/)).toBeVisible();
  await page.context().setOffline(false);
  await expect(page).toHaveURL(({ searchParams: asked }) => asked.get('q') === word && asked.get('flow') === 'out');
  await expect(status(/cannot be reached/)).toHaveCount(0);
  await expect(rows.search).toHaveValue(word);
  // A browser that knows of no connection may still reach what runs on the same device.
  await page.evaluate(() => Object.defineProperty(navigator, 'onLine', { value: false }));
  await page.keyboard.press('Escape');
  await page.locator('main').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page).toHaveURL(/\/accounts$/);
});

test('the Filters button stays under the pointer that opens them', async ({ page }) => {
  const filters = page.locator('summary', { hasText: 'Filters' });
  await new TransactionsPage(page).open();
  for (const width of [320, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const closed = await filters.boundingBox();
    await filters.click();
    await expect(page.getByLabel('Direction')).toBeVisible();
    expect(await filters.boundingBox(), `${width} px`).toEqual(closed);
    await filters.click();
  }
});

test('the head over the rows names their day, also after the filters have been opened above them', async ({ page }) => {
  const rows = new TransactionsPage(page);
  await rows.open();
  const answer = await page.request.get('/transactions/page-data');
  const body = (await answer.json()) as { rows: { id: string; day: string }[]; days: { day: string; words: string }[] };
  const words = new Map(body.days.map(({ day, words }) => [day, words]));
  const days = Object.fromEntries(body.rows.map(({ id, day }) => [id, words.get(day)]));
  await page.getByText('Filters', { exact: true }).click();
  const left = (await rows.list.boundingBox())?.x ?? 0;
  for (let place = 700; place < 3_500; place += 350) {
    await scrollTo(page, place);
    await expect
      .poll(() =>
        page.evaluate(
          ([x, known]) => {
            const at = (y: number) => document.elementFromPoint(x + 30, y)?.closest('li');
            // The first row that stands whole under the head; a head of the next day may be on its way there.
            const id = at(44)?.querySelector<HTMLElement>('[data-row]')?.dataset.row ?? '';
            const head = at(20)?.textContent ?? '';
            return id === '' || head.startsWith(known[id] ?? 'none') ? 'agree' : `${head} over ${known[id]}`;
          },
          [left, days] as const,
        ),
      )
      .toBe('agree');
  }
});

/** Types into the search and clicks in the same moment: sooner than the list follows, however slow the machine. */
const typeAndClick = (target: Locator, text: string) =>
  target.evaluate((element: HTMLElement, typed) => {
    const box = document.querySelector<HTMLInputElement>('input[name="q"]');
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(box, typed);
    box?.dispatchEvent(new Event('input', { bubbles: true }));
    element.click();
  }, text);

test('what was typed in the search calls nobody back who has gone on', async ({ page }) => {
  const rows = new TransactionsPage(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.clock.install();
  await rows.open();

  // A row is opened: it stays open.
  await typeAndClick(rows.rows.first(), 'coffee');
  await page.clock.fastForward(1_000);
  await expect(rows.drawer.getByRole('heading', { name: 'What the bank says' })).toBeVisible();
  await expect(page).toHaveURL(/\?row=[^&]+$/);
  await page.keyboard.press('Escape');
  await expect(rows.drawer).toHaveCount(0);

  // The form is sent, and its answer takes a while: all of it counts.
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/from=.*_rsc/, async (route) => {
    await held;
    await route.continue();
  });
  await page.getByText('Filters', { exact: true }).click();
  await page.getByLabel('From', { exact: true }).fill('2026-03-01');
  const sent = page.waitForRequest(/from=.*_rsc/);
  await typeAndClick(page.getByRole('button', { name: 'Show these rows' }), 'bakery');
  await sent;
  await page.clock.fastForward(1_000);
  release();
  await expect(page).toHaveURL(/q=bakery&from=2026-03-01/);
  await expect(rows.chips).toHaveCount(2);

  // Another page is gone to: one stays there.
  const accounts = page.getByRole('link', { name: 'Accounts' }).filter({ visible: true }).first();
  await typeAndClick(accounts, 'fuel');
  await page.clock.fastForward(1_000);
  await expect(page.locator('main').getByRole('link', { name: 'Account 1', exact: true })).toBeVisible();
  await expect(page).toHaveURL(/\/accounts$/);
  expect(asked.filter((url) => /q=(coffee|fuel)/.test(url))).toEqual([]);
});

test('a row that could not be fetched is asked for again, and one that is opened again is read anew', async ({
  page,
  complaints,
  sql,
}) => {
  complaints.expect(/ERR_FAILED|status of 401/);
  const rows = new TransactionsPage(page);
  await rows.open();
  const [first, second] = [rows.rows.first(), rows.rows.nth(1)];
  const ids = [await first.getAttribute('data-row'), await second.getAttribute('data-row')];
  const facts = rows.drawer.getByRole('heading', { name: 'What the bank says' });
  const address = '**/transactions/row-data?*';
  await page.route(address, (route) => route.abort());
  await first.click();
  await expect(rows.drawer.getByRole('alert')).toContainText('This row could not be fetched');
  await page.keyboard.press('Escape');
  await expect(rows.drawer).toHaveCount(0);
  await first.click();
  await expect(rows.drawer.getByRole('alert')).toContainText('This row could not be fetched');
  await page.unroute(address);
  await rows.drawer.getByRole('button', { name: 'Try again' }).click();
  await expect(facts).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rows.drawer).toHaveCount(0);

  await sql("UPDATE transaction SET description = 'CORRECTED BY THE BANK' WHERE id = $1", [ids[0]]);
  await first.click();
  await expect(rows.drawer.getByRole('heading', { name: 'CORRECTED BY THE BANK' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rows.drawer).toHaveCount(0);

  await page.route(address, (route) => route.fulfill({ status: 401, json: { code: 'signed-out' } }));
  await second.click();
  await expect(rows.drawer.getByRole('alert')).toContainText('You are signed out');
  await expect(rows.drawer.getByRole('link', { name: 'Sign in again' })).toHaveAttribute(
    'href',
    `/sign-in?next=${encodeURIComponent(`/transactions?row=${ids[1]}`)}`,
  );
});

test('coming back to the page renews the list, and takes nobody’s place in it', async ({ page, ledger, sql }) => {
  const rows = new TransactionsPage(page);
  // At the head of its day: by its id a row may stand anywhere in it, and a day is longer than the window.
  const add = (text: string) =>
    sql(
      `INSERT INTO transaction (id, household_id, account_id, bank_ref, amount_minor, currency, description, status, day,
         transacted_at, posted_at, bank_updated_at, refresh_ref, first_run_id, last_run_id)
       SELECT overlay(gen_random_uuid()::text PLACING 'ffffffff' FROM 1)::uuid, household_id, account_id, $2, -100, currency, $2, status, (SELECT max(day) FROM transaction
         WHERE account_id = t.account_id), now(), now(), now(), refresh_ref, first_run_id, last_run_id
       FROM transaction t WHERE account_id = $1 LIMIT 1`,
      [ledger.accountIds[0], text],
    );
  const offer = page.getByRole('button', { name: 'The list has changed: show it' });
  const row = (text: string) => rows.list.getByRole('link', { name: text, exact: true });
  await rows.open();
  await add('WHILE AT THE TOP');
  await comeBack(page);
  await expect(row('WHILE AT THE TOP')).toBeVisible();
  await expect(offer).toHaveCount(0);

  await scrollTo(page, 4_000);
  await expect(rows.rows.nth(20)).toBeInViewport();
  const seen = await rows.rows.nth(20).getAttribute('data-row');
  await add('WHILE DEEP IN IT');
  await comeBack(page);
  await expect(offer).toBeVisible();
  expect(await page.evaluate(() => window.scrollY)).toBe(4_000);
  await expect(page.locator(`[data-row="${seen}"]`)).toBeInViewport();
  await offer.click();
  await expect(row('WHILE DEEP IN IT')).toBeInViewport();
  await expect(offer).toHaveCount(0);
  await expect(rows.list).toBeFocused();
});

test('pages follow the bank, one look after the other, however long the answers take', async ({
  page,
  ledger,
  sql,
}) => {
  const [account] = ledger.accountIds;
  const asking = (state: string) =>
    sql(
      `INSERT INTO account_freshness (account_id, household_id, feature, state, attempted_at)
       SELECT id, household_id, 'transactions', $2, now() FROM account WHERE id = $1
       ON CONFLICT (account_id, feature) DO UPDATE SET state = excluded.state`,
      [account, state],
    );
  const rename = (text: string) => sql('UPDATE account SET display_name = $2 WHERE id = $1', [account, text]);
  await asking('pending');
  await page.clock.install();
  const waiting: (() => void)[] = [];
  let isHeld = true;
  await page.route(
    (url) => url.searchParams.has('_rsc'),
    async (route) => {
      const { rsc, 'next-router-prefetch': prefetch } = route.request().headers();
      if (isHeld && rsc === '1' && !prefetch) await new Promise<void>((resolve) => waiting.push(resolve));
      await route.continue();
    },
  );
  await page.goto('/accounts');
  await expect(page.locator('main').getByText('updating', { exact: true })).toBeVisible();
  await page.clock.fastForward(2_000);
  await expect.poll(() => waiting.length).toBe(1);
  // A look that was begun before the answer would keep it off the screen until its own answer comes.
  for (let looks = 0; looks < 5; looks += 1) await page.clock.fastForward(20_000);
  await rename('Read Meanwhile');
  waiting[0]?.();
  await expect(page.locator('main').getByRole('link', { name: 'Read Meanwhile', exact: true })).toBeVisible();
  await page.clock.fastForward(20_000);
  await expect.poll(() => waiting.length, 'after the answer it looks again').toBe(2);
  isHeld = false;
  waiting[1]?.();
  await asking('succeeded');
  await page.clock.fastForward(20_000);
  await expect(page.locator('main').getByText('updating', { exact: true })).toHaveCount(0);

  await asking('pending');
  const rows = new TransactionsPage(page);
  await rows.open();
  await rename('Read at Last');
  await page.clock.fastForward(20_000);
  await expect(rows.list.getByText('Read at Last').first()).toBeVisible();
});

test('a figure explains itself before its script has come, and without any', async ({ page, elsewhere, person }) => {
  const words = (at: Page) => at.locator('[popover]:popover-open').getByText('Account 1', { exact: true });
  const worth = (at: Page) => at.getByRole('button', { name: /^Net worth/ }).filter({ visible: true });
  const html = page.locator('html');
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/_next/static/**/*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/overview', { waitUntil: 'commit' });
  await worth(page).first().click();
  await expect(page.locator('[popover]:popover-open')).toBeAttached();
  await expect(html).not.toHaveAttribute('data-ready');
  release();
  await expect(words(page)).toBeVisible();
  await expect(html).toHaveAttribute('data-ready');
  await page.goto('/');
  await expect(html, 'outside the signed-in pages too').toHaveAttribute('data-ready');

  const plain = await elsewhere({ javaScriptEnabled: false });
  await new DoorPages(plain).signInWithoutScript(person);
  await worth(plain).first().click();
  await expect(words(plain)).toBeVisible();
});
