import type { Page } from 'playwright/test';
import { untilBooksComplete } from './books.ts';
import { expect, test } from './fixtures.ts';
import { DoorPages } from './pages/door-pages.ts';
import { LinkPage } from './pages/link-page.ts';

test.describe('a dialog that leads to nothing', () => {
  test('because it was cancelled leaves everything as it was', async ({ signedIn: page }) => {
    const link = new LinkPage(page);
    await link.open();
    await link.go();
    await link.dialog.agree();
    await link.dialog.chooseBank('Harborline Bank');
    await link.dialog.signIn('nora');
    await expect(link.dialog.account('Everyday Checking')).toBeChecked();
    await link.dialog.stop();
    await expect(page.getByText('Nothing was linked', { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Go to my bank' })).toBeEnabled();
    await page.goto('/connections');
    await expect(page.getByRole('heading', { name: 'No connections yet' })).toBeVisible();
  });

  test('because the bank is down says so there, and the person comes back to where they were', async ({
    signedIn: page,
  }) => {
    const link = new LinkPage(page);
    for (const [name, words] of [
      ['Down (Scheduled)', 'Down (Scheduled) is closed for maintenance'],
      ['Down (Unscheduled)', 'Down (Unscheduled) does not answer'],
    ] as const) {
      await link.open();
      await link.go();
      await link.dialog.agree();
      await link.dialog.chooseBank(name);
      await expect(link.dialog.heading(words)).toBeVisible();
      await link.dialog.comeBackLater();
      await expect(page.getByText('Nothing was linked', { exact: true })).toBeVisible();
      await expect(page.getByText('or later if the bank could not be reached')).toBeVisible();
    }
  });

  test('because Stripe is down says whose fault it is, and works when it is back', async ({ signedIn: page, bank }) => {
    const link = new LinkPage(page);
    await link.open();
    await bank.arm({ fault: 'unavailable', times: null });
    await link.go();
    await expect(page.getByText('The bank’s side does not answer')).toBeVisible({ timeout: 30_000 });
    await bank.disarm();
    await link.go();
    await expect(link.dialog.heading(/would like to read/)).toBeVisible();
    await link.dialog.close();
  });

  test('because Plumb itself was out of reach says so, and goes on where it stopped', async ({
    signedIn: page,
    complaints,
  }) => {
    complaints.expect(/ERR_FAILED|Failed to fetch/);
    const link = new LinkPage(page);
    await link.open();
    const address = '**/connections/link**';
    const away = () =>
      page.route(address, (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()));
    await away();
    await link.go();
    await expect(page.getByText('Plumb did not answer')).toBeVisible();
    await page.unroute(address);
    await link.go();
    await expect(link.dialog.heading(/would like to read/)).toBeVisible();
    await away();
    await link.dialog.walk('Harborline Bank', 'nora');
    await expect(page.getByText('Plumb did not answer')).toBeVisible();
    await page.unroute(address);
    await page.getByRole('button', { name: 'Try again' }).click();
    await link.untilArrived();
    await expect(link.arriving).toHaveCount(2);
  });

  test('because its script was blocked says what to do, and works once it is let through', async ({
    signedIn: page,
    stack,
    complaints,
  }) => {
    complaints.expect(/stripe\.js|ERR_FAILED|ERR_BLOCKED_BY_CLIENT/);
    const script = `${stack.sandboxUrl}/stripe.js`;
    await page.route(`${script}**`, (route) => route.abort('blockedbyclient'));
    const link = new LinkPage(page);
    await link.open();
    await link.go();
    await expect(page.getByText('The bank’s dialog could not be loaded')).toBeVisible();
    await page.unroute(`${script}**`);
    await link.go();
    await expect(link.dialog.heading(/would like to read/)).toBeVisible();
    await link.dialog.close();
    await expect(page.getByText('Nothing was linked', { exact: true })).toBeVisible();
  });

  test('because a window was refused says how to allow it, and goes on when it is allowed', async ({
    signedIn: page,
  }) => {
    const link = new LinkPage(page);
    await link.open();
    await link.go();
    const { dialog } = link;
    await dialog.agree();
    await dialog.chooseBank('Larkfield National Bank');
    await expect(dialog.heading(/^Continue at/)).toBeVisible();
    const frame = page.frames().find((one) => one.url().includes('/_dialog/'));
    await frame?.evaluate(() => {
      const { open } = window;
      window.open = () => {
        window.open = open;
        return null;
      };
    });
    await dialog.button('Continue at the bank').click();
    await expect(dialog.frame.getByText(/did not let the bank’s window open/)).toBeVisible();
    const [popup] = await Promise.all([page.waitForEvent('popup'), dialog.button('Try again').click()]);
    await dialog.allowIn(popup, 'elena');
    await expect(dialog.button('Finish without saving').or(dialog.button(/^Link \d accounts?$/))).toBeVisible();
  });
});

/** The browser hands out the same dialog each time, as a page brought back from memory would. */
async function handOutOneDialog(page: Page): Promise<void> {
  let answer: { body: string; headers: Record<string, string> } | null = null;
  await page.route('**/connections/link**', async (route) => {
    const request = route.request();
    if (request.method() !== 'POST' || !request.postData()?.includes('"purpose"')) return route.fallback();
    if (answer) return route.fulfill({ status: 200, ...answer });
    const response = await route.fetch();
    answer = { body: await response.text(), headers: response.headers() };
    return route.fulfill({ status: 200, ...answer });
  });
}

test.describe('a dialog whose page has gone', () => {
  test('still ends in linked accounts, by the event of the bank', async ({ page, person, bank, stack, elsewhere }) => {
    const link = new LinkPage(page);
    await link.open();
    await link.go();
    await link.dialog.agree();
    await link.dialog.chooseBank('Harborline Bank');
    await link.dialog.signIn('nora');
    await link.dialog.linkChosen();
    await expect(link.dialog.heading('Your accounts are linked')).toBeVisible();
    await page.close();

    const other = await elsewhere();
    await new DoorPages(other).signIn(person);
    await expect
      .poll(async () => {
        await other.goto('/accounts');
        return other.locator('main').getByRole('link', { name: 'Everyday Checking', exact: true }).count();
      })
      .toBe(1);
    await untilBooksComplete(stack, bank, person);
  });

  test('cannot be used a second time', async ({ signedIn: page, complaints }) => {
    complaints.expect(/status of 400/);
    const link = new LinkPage(page);
    await link.open();
    await handOutOneDialog(page);
    await link.go();
    await link.dialog.close();
    await expect(page.getByText('Nothing was linked', { exact: true })).toBeVisible();
    await link.go();
    await expect(page.getByText('This dialog was used already')).toBeVisible();
    await expect(page.getByText('Each dialog works once. Start again')).toBeVisible();
    await page.unrouteAll();
    await link.go();
    await expect(link.dialog.heading(/would like to read/)).toBeVisible();
    await link.dialog.close();
  });

  test('cannot be used a second time to link its accounts again', async ({ signedIn: page, complaints }) => {
    complaints.expect(/status of 400/);
    const link = new LinkPage(page);
    await link.open();
    await handOutOneDialog(page);
    await link.go();
    await link.dialog.walk('Harborline Bank', 'nora');
    await link.untilArrived();
    await link.open();
    await link.go();
    // The attempt is finished already: the page is told of the same accounts, and nothing is linked twice.
    await page.waitForURL('**/connections/arrived?**');
    await page.goto('/accounts');
    await expect(page.locator('main').getByRole('link', { name: 'Everyday Checking', exact: true })).toHaveCount(1);
  });
});
