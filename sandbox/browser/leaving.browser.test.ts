import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, type Opening, openBench, type Visit } from './test-dialog.ts';

let bench: Bench;
const visits: Visit[] = [];

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => bench.close());

// No test may make the browser complain (a policy broken, a script failed) or reach for any other host.
afterEach(async () => {
  const seen = visits.splice(0);
  await Promise.all(seen.map(({ context }) => context.close()));
  expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(seen.flatMap(({ strangers }) => strangers)).toEqual([]);
});

async function visit(opening?: Opening): Promise<Visit> {
  const made = await bench.visit(opening);
  visits.push(made);
  return made;
}

const accountsOf = (outcome: Awaited<ReturnType<Visit['result']>>) => outcome.financialConnectionsSession?.accounts;

describe('leaving', () => {
  const stations: [string, (v: Visit) => Promise<void>, 'at once' | 'asked'][] = [
    ['the consent', (v) => v.open(), 'at once'],
    ['the list of banks', (v) => v.toInstitutions(), 'at once'],
    ['the sign-in', (v) => v.toBank('Harborline Bank'), 'at once'],
    ['the wait for the bank', (v) => v.toBank('Test (OAuth)'), 'at once'],
    ['a bank that is down', (v) => v.toBank('Down (Scheduled)'), 'at once'],
    ['a code', (v) => v.signIn('Bank (Non-OAuth)', 'mfa').then(() => v.heading('Enter the code')), 'asked'],
    ['the accounts', (v) => v.signIn('Harborline Bank').then(() => v.heading(/Choose the accounts/)), 'asked'],
    [
      'the offer of Link',
      async (v) => {
        await v.signIn('Harborline Bank');
        await v.press(/^Link \d accounts/);
        await v.heading('Save this bank for next time?');
      },
      'asked',
    ],
  ];

  it.each(stations)('at %s ends the session without accounts (%#)', async (_, walk, how) => {
    const v = await visit();
    await walk(v);
    await v.press('Close');
    if (how === 'asked') {
      await v.frame.getByRole('alertdialog', { name: 'Stop linking?' }).waitFor();
      await v.press('Stop and close');
    }
    const outcome = await v.result();
    expect(outcome.error).toBeUndefined();
    expect(accountsOf(outcome)).toEqual([]);
    expect((await v.session()).accounts.data).toEqual([]);
    expect(await v.page.evaluate(() => document.activeElement?.id)).toBe('link');
  });

  it('by Escape asks only once something would be lost, and Escape again stays', async () => {
    const early = await visit();
    await early.open();
    await early.page.keyboard.press('Escape');
    expect(accountsOf(await early.result())).toEqual([]);
    const late = await visit();
    await late.signIn('Harborline Bank');
    await late.heading(/Choose the accounts/);
    await late.page.keyboard.press('Escape');
    await late.frame.getByRole('alertdialog').waitFor();
    await late.page.keyboard.press('Escape');
    await late.frame.getByRole('alertdialog').waitFor({ state: 'detached' });
    await late.press(/^Link \d accounts/);
    await late.heading('Save this bank for next time?');
  });
});

describe('what goes wrong', () => {
  it('a session used twice and an unknown one come back as errors', async () => {
    const first = await visit();
    await first.open();
    await first.press('Close');
    await first.result();
    const second = await visit({ clientSecret: first.clientSecret });
    await second.page.getByRole('button', { name: 'Link a bank' }).click();
    const outcome = await second.result();
    expect(outcome.error).toMatchObject({ type: 'invalid_request_error', message: expect.stringMatching(/already/) });
    expect(outcome.financialConnectionsSession).toBeUndefined();
    const unknown = await visit({ clientSecret: 'fcsess_1_secret_2' });
    await unknown.page.getByRole('button', { name: 'Link a bank' }).click();
    expect((await unknown.result()).error?.message).toMatch(/No such/);
  });

  it('wrong usage is thrown as an IntegrationError', async () => {
    const v = await visit({ clientSecret: 'pi_1_secret_2' });
    await v.page.getByRole('button', { name: 'Link a bank' }).click();
    expect(await v.result()).toMatchObject({
      thrown: 'IntegrationError',
      message: expect.stringMatching(/clientSecret/),
    });
  });

  it('a page whose policy keeps the frame out is told', async () => {
    const v = await visit({ variant: 'unframed' });
    await v.page.getByRole('button', { name: 'Link a bank' }).click();
    expect((await v.result()).error).toMatchObject({
      type: 'api_connection_error',
      message: expect.stringMatching(/frame-src/),
    });
    expect(v.complaints.splice(0).every((text) => text.includes('frame-src'))).toBe(true);
  });

  it('a sandbox that does not answer leaves what was entered, and can be asked again', async () => {
    const v = await visit();
    await v.toBank('Harborline Bank');
    await v.frame.getByLabel('User name').fill('salaried');
    await v.frame.getByLabel('Password').fill('play');
    await v.context.route('**/_dialog/act', (route) => route.abort());
    await v.press('Sign in');
    await v.frame.getByText('The sandbox does not answer.').waitFor();
    expect(await v.frame.getByLabel('Password').inputValue()).toBe('play');
    await v.context.unroute('**/_dialog/act');
    await v.press('Try again');
    await v.heading('Choose the accounts to link');
  });
});

describe('the page behind', () => {
  it.each([
    { system: 'light' as const, page: 'dark', paper: 'rgb(23, 27, 34)' },
    { system: 'dark' as const, page: 'light', paper: 'rgb(255, 255, 255)' },
    { system: 'dark' as const, page: 'light dark', paper: 'rgb(23, 27, 34)' },
  ])('decides between light and dark: $page on a $system system', async ({ system, page, paper }) => {
    const v = await visit({ context: { colorScheme: system } });
    await v.page.evaluate((scheme) => {
      document.documentElement.style.colorScheme = scheme;
    }, page);
    await v.open();
    const color = await v.frame.getByRole('main').evaluate((card) => getComputedStyle(card).backgroundColor);
    expect(color).toBe(paper);
  });

  it('stands still and is out of reach until the dialog ends', async () => {
    const v = await visit();
    await v.page.evaluate(() => {
      document.body.style.height = '4000px';
    });
    await v.open();
    await v.page.mouse.move(100, 100);
    await v.page.mouse.wheel(0, 600);
    await v.page.evaluate(() => document.getElementById('other')?.focus());
    expect(await v.page.evaluate(() => [window.scrollY, document.activeElement?.tagName])).toEqual([0, 'IFRAME']);
    await v.press('Close');
    await v.result();
    expect(await v.page.evaluate(() => document.documentElement.style.overflow)).toBe('');
  });
});
