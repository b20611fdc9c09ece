import { query } from './books.ts';
import { expect, test, zone } from './fixtures.ts';
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
