import type { Page } from 'playwright';
import { untilDetached } from '#sandbox/testing/until-closed.ts';
import type { Application } from './application.ts';
import type { Narrator } from './narrator.ts';

export type Person = { bank: string; username: string; password: string };

/**
 * What a person does in the browser: opens the application's page, clicks, and goes through the dialog to its end. Returns
 * the ids that the page was given. Playwright waits for each control to appear and throws when one does not.
 */
export async function linkInBrowser(
  page: Page,
  application: Application,
  stripeJs: string,
  person: Person,
  narrator: Narrator,
) {
  const own = [application.url, stripeJs].map((url) => new URL(url).origin);
  const strangers: string[] = [];
  page.on('request', (request) => {
    if (!own.includes(new URL(request.url()).origin)) strangers.push(request.url());
  });

  await page.goto(application.url);
  await page.locator('body[data-ready]').waitFor();
  await page.getByRole('button', { name: 'Link a bank' }).click();

  const dialog = page.frameLocator('iframe');
  const heading = dialog.getByRole('heading', { level: 1 });
  const press = (name: string | RegExp) => dialog.getByRole('button', { name }).click();

  await heading.filter({ hasText: 'would like to read' }).waitFor();
  const asked = await dialog.getByRole('list', { name: 'Data asked for' }).locator('strong').allTextContents();
  narrator.tell(`the consent lists: ${asked.join(', ')}`);
  await press('Agree and continue');

  await dialog.getByLabel('Search banks').fill(person.bank);
  await press(person.bank);
  await dialog.getByLabel('User name').fill(person.username);
  await dialog.getByLabel('Password').fill(person.password);
  await press('Sign in');
  narrator.tell(`${person.username} signs in at ${person.bank}`);

  await press(/^Link \d+ accounts?$/);
  await press('Finish without saving');
  await heading.filter({ hasText: 'linked' }).waitFor();
  await untilDetached(page.locator('iframe'), () => press(/^Back to/));

  const status = page.getByRole('status').filter({ hasText: /\S/ });
  await status.waitFor();
  const words = (await status.textContent()) ?? '';
  narrator.tell(`the page says: ${words}`);
  return { words, asked, ids: words.match(/fca_\w+/g) ?? [], strangers };
}
