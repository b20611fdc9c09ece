import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { untilClosed } from '#sandbox/testing/until-closed.ts';
import { type Bench, type Opening, openBench, type Visit } from './test-dialog.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => bench.close());
afterEach(() => bench.expectQuiet());

const visit = (opening?: Opening) => bench.visit(opening);

async function popupOf(v: Visit, button: string | RegExp = 'Continue at the bank'): Promise<Page> {
  const [popup] = await Promise.all([v.page.waitForEvent('popup'), v.press(button)]);
  return popup;
}

async function signInAt(popup: Page): Promise<void> {
  await popup.getByLabel('User name').fill('salaried');
  await popup.getByLabel('Password').fill('play');
  await popup.getByRole('button', { name: 'Sign in' }).click();
}

const accountsOf = (outcome: Awaited<ReturnType<Visit['result']>>) => outcome.financialConnectionsSession?.accounts;
const namesOf = (outcome: Awaited<ReturnType<Visit['result']>>) => accountsOf(outcome)?.map((a) => a.display_name);

describe('linking', () => {
  it('resolves with the chosen accounts, which the session has too', async () => {
    const v = await visit();
    await v.signIn('Test (Non-OAuth)');
    await v.heading('Choose the accounts to link');
    await v.frame.getByLabel('High Balance').check();
    await v.press('Link 2 accounts');
    await v.press('Finish without saving');
    await v.heading('Your accounts are linked');
    await v.leaveBy('Back to Plumb');
    const outcome = await v.result();
    expect(namesOf(outcome)).toEqual(['Success', 'High Balance']);
    const linked = (await v.session()).accounts.data.map(({ id }) => id).sort();
    expect(linked).toEqual(
      accountsOf(outcome)
        ?.map(({ id }) => id)
        .sort(),
    );
  });

  it('links when the success pane appears, though the page is closed on it', async () => {
    const v = await visit();
    await v.signIn('Harborline Bank');
    await v.press(/^Link \d accounts/);
    await v.press('Finish without saving');
    await v.heading('Your accounts are linked');
    await v.page.close();
    expect((await v.session()).accounts.data.length).toBeGreaterThan(0);
  });

  it('is walked by keyboard alone, and gives the focus back', async () => {
    const v = await visit();
    const { keyboard } = v.page;
    const tabTo = async (name: string | RegExp) => {
      const wanted = v.frame.locator(':focus').and(v.frame.getByRole('button', { name }).or(v.frame.getByLabel(name)));
      for (let presses = 0; presses < 40 && (await wanted.count()) === 0; presses += 1) await keyboard.press('Tab');
      expect(await wanted.count(), `Tab reaches ${name}`).toBe(1);
    };
    await v.page.getByRole('button', { name: 'Link a bank' }).focus();
    await keyboard.press('Enter');
    await v.heading(/would like to read/);
    await tabTo('Agree and continue');
    await keyboard.press('Enter');
    await v.heading('Choose your bank');
    await tabTo('Search banks');
    await keyboard.type('test non');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await v.heading('Sign in to Test (Non-OAuth)');
    await tabTo('User name');
    await keyboard.type('anyone');
    await keyboard.press('Tab');
    await keyboard.type('play');
    await keyboard.press('Enter');
    await v.heading('Choose the accounts to link');
    await tabTo('High Balance');
    await keyboard.press('Space');
    await keyboard.press('Enter');
    await v.heading('Save this bank for next time?');
    await tabTo('Phone number');
    await keyboard.type('401 500 6000');
    await keyboard.press('Enter');
    await v.heading('Confirm your number');
    await tabTo('Six-digit code');
    await keyboard.type('000000');
    await keyboard.press('Enter');
    await v.heading('Your accounts are linked');
    await tabTo('Back to Plumb');
    await v.leaveBy(() => keyboard.press('Enter'));
    expect(namesOf(await v.result())).toEqual(['Success', 'High Balance']);
    expect(await v.page.evaluate(() => document.activeElement?.id)).toBe('link');
  });

  it('keeps the focus inside, and starts each pane at its heading', async () => {
    const v = await visit();
    await v.open();
    const focused = () => v.frame.locator(':focus').evaluate((element) => element.textContent ?? '');
    expect(await focused()).toMatch(/would like to read/);
    const seen = new Set<string>();
    for (let presses = 0; presses < 6; presses += 1) {
      await v.page.keyboard.press(presses < 3 ? 'Tab' : 'Shift+Tab');
      expect(await v.page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
      seen.add(await v.frame.locator(':focus').evaluate((element) => element.ariaLabel ?? element.textContent ?? ''));
    }
    expect([...seen].sort()).toEqual(['Agree and continue', 'Close']);
    await v.press('Agree and continue');
    await v.heading('Choose your bank');
    expect(await focused()).toBe('Choose your bank');
  });

  it('offers what the filters and the limit of the session leave', async () => {
    const v = await visit({ session: { limits: { accounts: 1 }, filters: { account_subcategories: ['savings'] } } });
    await v.signIn('Test (Non-OAuth)');
    await v.heading('Choose the account to link');
    expect(await v.frame.getByRole('radio').count()).toBe(1);
    await v.press('Link 1 account');
    await v.press('Finish without saving');
    await v.heading(/linked/);
    await v.leaveBy('Close');
    expect(namesOf(await v.result())).toEqual(['High Balance']);
  });

  it('lets nobody choose more than the limit', async () => {
    const v = await visit({ session: { limits: { accounts: 2 } } });
    await v.signIn('Test (Non-OAuth)');
    await v.frame.getByLabel('High Balance').check();
    expect(await v.frame.getByRole('checkbox', { disabled: false }).count()).toBe(2);
    await v.frame.getByLabel('Success').uncheck();
    expect(await v.frame.getByRole('checkbox', { disabled: true }).count()).toBe(0);
  });

  it('tells balances only where the session may know them', async () => {
    const open = await visit({ session: { permissions: ['balances'] } });
    await open.signIn('Harborline Bank');
    await open.heading(/Choose the accounts/);
    expect(await open.frame.getByText(/\$\d/).count()).toBeGreaterThan(0);
    const closed = await visit({ session: { permissions: ['transactions'] } });
    await closed.signIn('Harborline Bank');
    await closed.heading(/Choose the accounts/);
    expect(await closed.frame.getByText(/\$\d/).count()).toBe(0);
  });

  it('says so when the login has nothing that the session asks for', async () => {
    const v = await visit({ session: { filters: { account_subcategories: ['mortgage'] } } });
    await v.signIn('Harborline Bank');
    await v.heading('No account to link here');
    await v.press('Choose another bank');
    await v.heading('Choose your bank');
  });
});

describe('the consent', () => {
  it.each([
    { permissions: ['balances', 'transactions'] as const, words: ['Balances', 'Transactions'] },
    {
      permissions: ['payment_method', 'ownership'] as const,
      words: ['Account owners', 'Account and routing numbers'],
    },
  ])('lists exactly $permissions', async ({ permissions, words }) => {
    const v = await visit({ session: { permissions: [...permissions] } });
    await v.open();
    const list = v.frame.getByRole('list', { name: 'Data asked for' }).locator('strong');
    expect(await list.allTextContents()).toEqual(words);
  });
});

describe('the list of banks', () => {
  it('finds by any word, and shows some only to those who search for them', async () => {
    const v = await visit();
    await v.toInstitutions();
    const hidden = v.frame.getByRole('button', { name: 'Inactive Accounts' });
    expect(await hidden.count()).toBe(0);
    expect(await v.frame.getByRole('heading', { name: 'Test institutions' }).count()).toBe(1);
    await v.frame.getByLabel('Search banks').fill('accounts ina');
    expect(await hidden.count()).toBe(1);
    expect(await v.frame.getByRole('listitem').count()).toBe(1);
    await v.frame.getByLabel('Search banks').fill('nowhere');
    await v.frame.getByText('No bank called “nowhere”').waitFor();
  });
});

describe('signing in', () => {
  it.each([
    [
      'options',
      async (v: Visit) => {
        await v.heading('How should the bank reach you?');
        await v.press(/E-mail/);
        await v.frame.getByLabel('Six-digit code').fill('123456');
        await v.press('Continue');
      },
    ],
    [
      'mfa',
      async (v: Visit) => {
        await v.heading('Enter the code');
        await v.frame.getByLabel('Six-digit code').fill('12');
        await v.press('Continue');
        await v.frame.getByText('The code has six digits.').waitFor();
        await v.frame.getByLabel('Six-digit code').fill('123456');
        await v.press('Continue');
      },
    ],
    [
      'confirm_mfa',
      async (v: Visit) => {
        await v.heading('Confirm in the bank’s app');
        await v.press('I have confirmed');
      },
    ],
    [
      'security_question',
      async (v: Visit) => {
        await v.heading('Answer your security question');
        await v.frame.getByLabel(/first pet/).fill('Rex');
        await v.press('Continue');
      },
    ],
    [
      'incorrect',
      async (v: Visit) => {
        await v.frame.getByText(/does not know this user name/).waitFor();
        expect(await v.frame.getByLabel('User name').inputValue()).toBe('salaried');
        expect(await v.frame.locator(':focus').getAttribute('name')).toBe('password');
        await v.frame.getByLabel('Password').fill('better');
        await v.press('Sign in');
      },
    ],
  ])('the password %s leads through its step to the accounts', async (password, walk) => {
    const v = await visit();
    await v.signIn('Bank (Non-OAuth)', password);
    await walk(v);
    await v.heading('Choose the accounts to link');
  });

  it('the password error ends the session with an error', async () => {
    const v = await visit();
    await v.signIn('Bank (Non-OAuth)', 'error');
    await v.heading('Bank (Non-OAuth) ended this attempt');
    await v.leaveBy('Back to Plumb');
    expect((await v.result()).error?.type).toBe('api_error');
    expect((await v.session()).accounts.data).toEqual([]);
  });

  it('fills the fields from the hints', async () => {
    const v = await visit();
    await v.toBank('Harborline Bank');
    await v.press('nora');
    await v.press('Sign in');
    await v.heading('Choose the accounts to link');
  });

  it('does nothing on the next pane for the second click of a double click', async () => {
    const v = await visit();
    await v.open();
    const acts: string[] = [];
    v.page.on('request', (request) => {
      if (request.url().endsWith('/_dialog/act')) acts.push(request.postDataJSON().action.type);
    });
    const { mouse } = v.page;
    /** The first click of two brings the next pane under the pointer, the second one hits it. */
    const clickTwice = async (name: string | RegExp, next: string | RegExp) => {
      const box = await v.frame.getByRole('button', { name }).boundingBox();
      if (!box) throw new Error(`${name} is not there`);
      await mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await mouse.down({ clickCount: 1 });
      await mouse.up({ clickCount: 1 });
      await v.heading(next);
      await mouse.down({ clickCount: 2 });
      await mouse.up({ clickCount: 2 });
    };
    await clickTwice('Agree and continue', 'Choose your bank');
    await v.press('Harborline Bank');
    await v.frame.getByLabel('User name').fill('salaried');
    await v.frame.getByLabel('Password').fill('play');
    await clickTwice('Sign in', 'Choose the accounts to link');
    // What was hit first may be hit again: a choice is taken back as fast as it was made.
    await v.frame.getByLabel('Everyday Checking').dblclick();
    await clickTwice(/^Link \d accounts/, 'Save this bank for next time?');
    await v.press('Finish without saving');
    await v.heading('Your accounts are linked');
    expect(acts).toEqual(['agree', 'choose_institution', 'sign_in', 'choose_accounts', 'skip_link']);
    expect(await v.frame.getByRole('listitem').count()).toBe(2);
  });

  it('walks back to the consent', async () => {
    const v = await visit();
    await v.signIn('Bank (Non-OAuth)', 'options');
    await v.press(/Text message/);
    await v.heading('Enter the code');
    for (const heading of ['How should the bank reach you?', /Sign in to/, 'Choose your bank', /would like to read/]) {
      await v.press('Back');
      await v.heading(heading);
    }
    expect(await v.frame.getByRole('button', { name: 'Back' }).count()).toBe(0);
  });
});

describe('a bank that is down', () => {
  it.each([
    ['Down (Scheduled)', 'Down (Scheduled) is closed for maintenance'],
    ['Down (Unscheduled)', 'Down (Unscheduled) does not answer'],
  ])('%s says so at once and leads on', async (bank, heading) => {
    const v = await visit();
    await v.toBank(bank);
    await v.heading(heading);
    await v.press('Choose another bank');
    await v.heading('Choose your bank');
  });

  it('Down (Error) says so after signing in, and can be left without a question', async () => {
    const v = await visit();
    await v.signIn('Down (Error)');
    await v.heading('Down (Error) could not finish');
    await v.leaveBy('Come back later');
    expect(accountsOf(await v.result())).toEqual([]);
  });

  it('any bank is down while that fault is armed', async () => {
    const fault = (method: string, body?: string) =>
      fetch(`${bench.sandbox.url}/_sandbox/faults?world=dialog`, { method, ...(body ? { body } : {}) });
    await fault('POST', JSON.stringify({ fault: 'bank-down', institution: 'harborline', times: null }));
    const v = await visit();
    await v.toBank('Harborline Bank');
    await v.heading('Harborline Bank does not answer');
    await fault('DELETE');
  });
});

describe('a bank that signs people in itself', () => {
  it('lets them choose there', async () => {
    const v = await visit();
    await v.toBank('Bank (OAuth)');
    const popup = await popupOf(v);
    await signInAt(popup);
    await popup.getByRole('heading', { name: 'Choose what to share' }).waitFor();
    for (const box of (await popup.getByRole('checkbox').all()).slice(1)) await box.uncheck();
    await untilClosed(popup, () => popup.getByRole('button', { name: 'Allow' }).click());
    await v.press('Finish without saving');
    await v.heading('Your account is linked');
    await v.leaveBy('Back to Plumb');
    expect(namesOf(await v.result())).toEqual(['Success']);
  });

  it('or leaves the choice to the dialog, as Test (OAuth) does', async () => {
    const v = await visit();
    await v.toBank('Test (OAuth)');
    const popup = await popupOf(v);
    await signInAt(popup);
    await popup.getByRole('heading', { name: /Allow Plumb/ }).waitFor();
    await untilClosed(popup, () => popup.getByRole('button', { name: 'Allow' }).click());
    await v.heading('Choose the accounts to link');
  });

  it('finishes though the page cuts its ties to the window', async () => {
    const v = await visit({ variant: 'isolated' });
    await v.toBank('Test (OAuth)');
    const opened = v.context.waitForEvent('page');
    await v.press('Continue at the bank');
    const popup = await opened;
    await signInAt(popup);
    await untilClosed(popup, () => popup.getByRole('button', { name: 'Allow' }).click());
    await v.heading('Choose the accounts to link');
  });

  it('says what to do when the browser refuses the window, and tries again', async () => {
    const v = await visit();
    await v.toBank('Test (OAuth)');
    const frame = v.page.frames().find((candidate) => candidate.url().includes('/_dialog/'));
    await frame?.evaluate(() => {
      const open = window.open;
      window.open = () => {
        window.open = open;
        return null;
      };
    });
    await v.press('Continue at the bank');
    await v.frame.getByText(/did not let the bank’s window open/).waitFor();
    const popup = await popupOf(v, 'Try again');
    await popup.getByRole('heading', { name: 'Sign in' }).waitFor();
    await v.frame.getByText('Waiting for Test (OAuth)…').waitFor();
  });

  it('takes a window that was opened anew for open, whatever was seen of the one before', async () => {
    const v = await visit();
    await v.context.clock.install({ time: 0 });
    await v.context.clock.pauseAt(1_000);
    await v.toBank('Test (OAuth)');
    const look = '**/_dialog/view';
    const { promise: late, resolve: answer } = Promise.withResolvers<void>();
    await v.context.route(look, (route) => late.then(() => route.continue()));
    const popup = await popupOf(v);
    await popup.close();
    const [asked] = await Promise.all([v.page.waitForRequest(look), v.context.clock.runFor(1_000)]);
    await popupOf(v, 'Show the window again');
    answer();
    await (await asked.response())?.finished();
    // The next look begins only once what the first one saw is drawn.
    const again = v.page.waitForRequest(look);
    await expect
      .poll(() => v.context.clock.runFor(1_000).then(() => Promise.race([again, null])), { timeout: 10_000 })
      .not.toBeNull();
    expect(await v.frame.getByText(/closed before you were done/).count()).toBe(0);
    await v.frame.getByText('Waiting for Test (OAuth)…').waitFor();
    // The clock of a window stands still for good.
    await v.context.close();
  });

  it('notices that the window was closed, and that it said no', async () => {
    const v = await visit();
    await v.toBank('Test (OAuth)');
    await (await popupOf(v)).close();
    await v.frame.getByText(/closed before you were done/).waitFor();
    const popup = await popupOf(v, 'Open it again');
    await untilClosed(popup, () => popup.getByRole('button', { name: 'Cancel and go back' }).click());
    await v.frame.getByText(/You said no/).waitFor();
    await signInAt(await popupOf(v));
    await v.press('Back');
    await v.heading('Choose your bank');
  });
});
