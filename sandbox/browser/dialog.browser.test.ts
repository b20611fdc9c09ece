import { afterEach, describe, expect, it } from 'vitest';
import { accountsOf, namesOf, type Opening, testBench } from './test-dialog.ts';

const bench = testBench();
afterEach(() => bench.expectQuiet());

const visit = (opening?: Opening) => bench.visit(opening);

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
