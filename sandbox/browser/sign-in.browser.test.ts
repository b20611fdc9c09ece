import type { Page } from 'playwright';
import { afterEach, describe, expect, it } from 'vitest';
import { untilClosed } from '#sandbox/testing/until-closed.ts';
import { namesOf, type Opening, testBench, type Visit } from './test-dialog.ts';

const bench = testBench();
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
