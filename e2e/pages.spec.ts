import { query, untilBooksComplete } from './books.ts';
import { expect, test, zone } from './fixtures.ts';
import { DoorPages } from './pages/door-pages.ts';
import { Shell } from './pages/shell.ts';

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
    await page.goto('/overview');
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

test('every page stands there in one piece without any script, with all in its place', async ({
  atBank: page,
  elsewhere,
  person,
  bank,
  stack,
}) => {
  await untilBooksComplete(stack, bank, person);
  const plain = await elsewhere({ javaScriptEnabled: false });
  await new DoorPages(plain).signInWithoutScript(person);
  await page.goto('/accounts');
  const account = await page.locator('main').getByRole('link', { name: 'Everyday Checking' }).getAttribute('href');
  for (const path of ['/overview', '/transactions', '/accounts', String(account), '/connections', '/settings']) {
    await page.goto(path);
    const headings = await page.getByRole('heading').allInnerTexts();
    await plain.goto(path);
    await plain.waitForURL(`**${path}?whole=1`);
    expect(await plain.getByRole('heading').allInnerTexts(), path).toEqual(headings);
    await expect(plain.locator('main').getByRole('heading', { level: 1 }), path).toHaveCount(1);
    await expect(
      plain.locator('[id^="S:"], .skeleton'),
      'what a script would have to move or to take away',
    ).toHaveCount(0);
  }
});
