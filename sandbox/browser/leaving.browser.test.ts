import { afterEach, describe, expect, it } from 'vitest';
import { accountsOf, type Opening, testBench, type Visit } from './test-dialog.ts';

const bench = testBench();
afterEach(() => bench.expectQuiet());

const visit = (opening?: Opening) => bench.visit(opening);

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
    if (how === 'asked') {
      await v.press('Close');
      await v.frame.getByRole('alertdialog', { name: 'Stop linking?' }).waitFor();
      await v.leaveBy('Stop and close');
    } else await v.leaveBy('Close');
    const outcome = await v.result();
    expect(outcome.error).toBeUndefined();
    expect(accountsOf(outcome)).toEqual([]);
    expect((await v.session()).accounts.data).toEqual([]);
    expect(await v.page.evaluate(() => document.activeElement?.id)).toBe('link');
  });

  it('by Escape asks only once something would be lost, and Escape again stays', async () => {
    const early = await visit();
    await early.open();
    await early.leaveBy(() => early.page.keyboard.press('Escape'));
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

  it('can be asked while an answer is under way; who stays sees what came, and can still leave', async () => {
    const v = await visit();
    await v.signIn('Harborline Bank');
    await v.heading(/Choose the accounts/);
    const answer = await holdBack(v);
    await v.press(/^Link \d accounts/);
    await v.page.keyboard.press('Escape');
    await v.frame.getByRole('alertdialog').waitFor();
    await answer.arrives();
    await v.press('Keep going');
    await v.heading('Save this bank for next time?');
    await v.press('Close');
    await v.leaveBy('Stop and close');
    expect(accountsOf(await v.result())).toEqual([]);
  });

  it('is no longer asked about once the accounts are linked', async () => {
    const v = await visit();
    await v.signIn('Harborline Bank');
    await v.press(/^Link \d accounts/);
    await v.heading('Save this bank for next time?');
    const answer = await holdBack(v);
    await v.press('Finish without saving');
    await v.press('Close');
    await v.frame.getByRole('alertdialog').waitFor();
    await answer.arrives();
    await v.heading('Your accounts are linked');
    expect(await v.frame.getByRole('alertdialog').count()).toBe(0);
    await v.leaveBy('Close');
    expect(accountsOf(await v.result())?.length).toBeGreaterThan(0);
  });

  it('works though the sandbox does not answer any more', async () => {
    const v = await visit();
    await v.signIn('Harborline Bank');
    await v.heading(/Choose the accounts/);
    await v.context.route('**/_dialog/act', () => {});
    await v.press(/^Link \d accounts/);
    await letNoTimePass(v);
    await v.press('Close');
    await v.leaveBy('Stop and close');
    expect(await v.result()).toEqual({
      financialConnectionsSession: { id: v.clientSecret.split('_secret_')[0], accounts: [] },
    });
  });
});

/** Holds back the answer to the next act in the dialog until it `arrives`. */
async function holdBack(v: Visit): Promise<{ arrives: () => Promise<void> }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const answered = v.page.waitForEvent('requestfinished', (request) => request.url().endsWith('/_dialog/act'));
  await v.context.route('**/_dialog/act', (route) => promise.then(() => route.continue()), { times: 1 });
  return {
    arrives: async () => {
      resolve();
      await answered;
    },
  };
}

/** From here on the dialog's patience with the sandbox is over at once. */
async function letNoTimePass(v: Visit): Promise<void> {
  const frame = v.page.frames().find((candidate) => candidate.url().includes('/_dialog/'));
  await frame?.evaluate(() => {
    const { timeout } = AbortSignal;
    AbortSignal.timeout = () => timeout.call(AbortSignal, 0);
  });
}

describe('what goes wrong', () => {
  it('a session used twice and an unknown one come back as errors', async () => {
    const first = await visit();
    await first.open();
    await first.leaveBy('Close');
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

describe('a frame that is loaded anew', () => {
  const reload = (v: Visit) =>
    v.page
      .frames()
      .find((frame) => frame.url().includes('/_dialog/'))
      ?.evaluate(() => location.reload());

  it('stands where it stood', async () => {
    const v = await visit();
    await v.signIn('Bank (Non-OAuth)', 'mfa');
    await v.heading('Enter the code');
    await reload(v);
    await v.heading('Enter the code');
    await v.frame.getByLabel('Six-digit code').fill('123456');
    await v.press('Continue');
    await v.press('Link 1 account');
    await v.press('Finish without saving');
    await v.heading(/linked/);
    await reload(v);
    await v.heading(/linked/);
    await v.leaveBy('Back to Plumb');
    expect(accountsOf(await v.result())).toHaveLength(1);
  });

  it('ends with an error where it does not come back', async () => {
    const v = await visit();
    await v.context.clock.install({ time: 0 });
    await v.context.clock.pauseAt(1_000);
    await v.open();
    await v.context.route('**/_dialog/', (route) => route.abort());
    const failed = v.page.waitForEvent('requestfailed');
    await reload(v);
    await failed;
    await expect.poll(() => v.page.frames().at(-1)?.url()).not.toContain('/_dialog/');
    await v.leaveBy(() => v.context.clock.runFor(20_000));
    expect((await v.result()).error?.type).toBe('api_connection_error');
    // The clock of a window stands still for good.
    await v.context.close();
  });
});

describe('the page behind', () => {
  it.each([
    { system: 'light' as const, page: 'dark', paper: 'rgb(23, 27, 34)' },
    { system: 'dark' as const, page: 'light', paper: 'rgb(255, 255, 255)' },
    { system: 'dark' as const, page: 'light dark', paper: 'rgb(23, 27, 34)' },
  ])('decides between light and dark: $page on a $system system', async ({ system, page, paper }) => {
    const v = await visit({ colorScheme: system });
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
    await v.page.evaluate(() => document.getElementById('other')?.focus());
    expect(await v.page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
    expect(await v.page.evaluate(() => getComputedStyle(document.documentElement).overflow)).toBe('hidden');
    await v.leaveBy('Close');
    await v.result();
    await v.page.mouse.wheel(0, 600);
    await v.page.waitForFunction(() => window.scrollY > 0);
  });
});
