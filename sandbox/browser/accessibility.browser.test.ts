import nodemailer from 'nodemailer';
import type { Frame, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { violationsOf } from '../testing/axe.ts';
import { untilClosed } from '../testing/until-closed.ts';
import { type Opening, testBench, type Visit } from './test-dialog.ts';

const bench = testBench();

/** One person's way: how each pane is come to from the one before, and the window it stands in, if not the dialog's. */
type Way = { name: string; opening?: Opening; panes: [string, (v: Visit) => Promise<void>, ((v: Visit) => Page)?][] };

const ways: Way[] = [
  {
    name: 'a bank with user name and password',
    opening: { session: { permissions: ['balances', 'ownership', 'payment_method'] } },
    panes: [
      ['consent', (v) => v.open()],
      ['banks', (v) => next(v, 'Agree and continue', 'Choose your bank')],
      ['no bank found', (v) => v.frame.getByLabel('Search banks').fill('nowhere')],
      [
        'sign-in with hints and steps',
        async (v) => {
          await chooseBank(v, 'Copperleaf Credit Union');
          await v.frame.getByText('Passwords for other steps').click();
        },
      ],
      [
        'a refused sign-in',
        async (v) => {
          await next(v, 'Back', 'Choose your bank');
          await chooseBank(v, 'Bank (Non-OAuth)');
          await signIn(v, 'incorrect');
          await v.frame.getByText(/does not know/).waitFor();
        },
      ],
      ['ways to get a code', (v) => signIn(v, 'options', 'How should the bank reach you?')],
      ['a code', (v) => next(v, /Text message/, 'Enter the code')],
      [
        'a confirmation',
        async (v) => {
          await next(v, 'Back', 'How should the bank reach you?');
          await next(v, 'Back', /^Sign in/);
          await signIn(v, 'confirm_mfa', 'Confirm in the bank’s app');
        },
      ],
      [
        'a question',
        async (v) => {
          await next(v, 'Back', /^Sign in/);
          await signIn(v, 'security_question', 'Answer your security question');
        },
      ],
      [
        'accounts, none chosen',
        async (v) => {
          await v.frame.getByLabel(/first pet/).fill('Rex');
          await next(v, 'Continue', /^Choose the accounts/);
          await v.press('Choose all');
          await v.press('Choose none');
          await v.press('Link accounts');
          await v.frame.getByText('Choose at least one account.').waitFor();
        },
      ],
      [
        'the question whether to stop',
        async (v) => {
          await v.press('Close');
          await v.frame.getByRole('alertdialog').waitFor();
        },
      ],
      [
        'Link',
        async (v) => {
          await v.press('Keep going');
          await v.press('Choose all');
          await next(v, /^Link \d accounts/, 'Save this bank for next time?');
          await v.press('Save with Link');
          await v.frame.getByText(/ten digits/).waitFor();
        },
      ],
      [
        'the code of Link',
        async (v) => {
          await v.frame.getByLabel('Phone number').fill('401 500 6000');
          await next(v, 'Save with Link', 'Confirm your number');
        },
      ],
      [
        'success',
        async (v) => {
          await v.frame.getByLabel('Six-digit code').fill('000000');
          await next(v, 'Save and finish', /linked/);
        },
      ],
    ],
  },
  {
    name: 'what leads nowhere',
    opening: { session: { limits: { accounts: 1 }, filters: { account_subcategories: ['savings', 'mortgage'] } } },
    panes: [
      [
        'a bank that is down',
        async (v) => {
          await v.toBank('Down (Scheduled)');
          await v.heading(/closed for maintenance/);
        },
      ],
      [
        'a login without such accounts',
        async (v) => {
          await next(v, 'Choose another bank', 'Choose your bank');
          await chooseBank(v, 'Inactive Accounts');
          await signIn(v, 'play', 'No account to link here');
        },
      ],
      [
        'one account only',
        async (v) => {
          await next(v, 'Choose another bank', 'Choose your bank');
          await chooseBank(v, 'Bank (Non-OAuth)');
          await signIn(v, 'play', 'Choose the account to link');
        },
      ],
      [
        'a failed attempt',
        async (v) => {
          await next(v, 'Back', 'Choose your bank');
          await chooseBank(v, 'Bank (Non-OAuth)');
          await signIn(v, 'error', /ended this attempt/);
        },
      ],
    ],
  },
  {
    name: 'a bank with a window of its own',
    panes: [
      [
        'its sign-in',
        async (v) => {
          await v.toBank('Northgale Card Services');
          await openWindow(v);
        },
        windowOf,
      ],
      ['the dialog meanwhile', (v) => v.frame.getByText(/Waiting for/).waitFor()],
      ['its choice', (v) => signInThere(windowOf(v), 'Choose what to share'), windowOf],
      [
        'its yes or no',
        async (v) => {
          await next(v, 'Back', 'Choose your bank');
          await chooseBank(v, 'Test (OAuth)', 'Continue at Test (OAuth)');
          await openWindow(v);
          await signInThere(windowOf(v), /^Allow Plumb/);
        },
        windowOf,
      ],
      [
        'the same window once it is over',
        async (v) => {
          const address = windowOf(v).url();
          await untilClosed(windowOf(v), () => windowOf(v).getByRole('button', { name: 'Allow' }).click());
          await openByHand(v, address, 'You can close this window');
        },
        windowOf,
      ],
      [
        'a window whose bank does not answer',
        async (v) => {
          const address = windowOf(v).url();
          await windowOf(v).close();
          await v.context.route('**/_dialog/bank/view', (route) => route.abort());
          await openByHand(v, address, 'The bank does not answer');
        },
        windowOf,
      ],
    ],
  },
  {
    name: 'account numbers typed in',
    opening: {
      method: 'collectBankAccountToken',
      session: { permissions: ['payment_method'], manual_entry: { mode: 'automatic' } },
    },
    panes: [
      [
        'mistyped',
        async (v) => {
          await v.toInstitutions();
          await next(v, 'Enter account numbers instead', 'Enter your account numbers');
          await v.press('Use this account');
          await v.frame.getByText('these do not add up').waitFor();
        },
      ],
      [
        'success',
        async (v) => {
          await v.frame.getByLabel('Routing number').fill('110000000');
          await v.frame.getByLabel('Account number', { exact: true }).fill('000123456789');
          await next(v, 'Use this account', 'Your account is linked');
        },
      ],
    ],
  },
];

async function next(v: Visit, button: string | RegExp, heading: string | RegExp): Promise<void> {
  await v.press(button);
  await v.heading(heading);
}

async function chooseBank(v: Visit, name: string, heading: string | RegExp = `Sign in to ${name}`): Promise<void> {
  await v.frame.getByLabel('Search banks').fill(name);
  await next(v, name, heading);
}

async function signIn(v: Visit, password: string, heading: string | RegExp = /^Sign in/): Promise<void> {
  await v.frame.getByLabel('User name').fill('nora');
  await v.frame.getByLabel('Password').fill(password);
  await next(v, 'Sign in', heading);
}

async function openWindow(v: Visit): Promise<void> {
  const [popup] = await Promise.all([v.page.waitForEvent('popup'), v.press('Continue at the bank')]);
  await popup.getByRole('heading', { name: 'Sign in' }).waitFor();
}

/** The newest window besides the page itself. */
function windowOf(v: Visit): Page {
  const found = v.context.pages().findLast((page) => page !== v.page);
  if (!found) throw new Error('There is no window of the bank');
  return found;
}

async function signInThere(popup: Page, heading: string | RegExp): Promise<void> {
  await popup.getByLabel('User name').fill('nora');
  await popup.getByLabel('Password').fill('play');
  await popup.getByRole('button', { name: 'Sign in' }).click();
  await popup.getByRole('heading', { name: heading }).waitFor();
}

/** A window that no page has opened cannot close itself. */
async function openByHand(v: Visit, address: string, heading: string): Promise<void> {
  const page = await v.context.newPage();
  await page.goto(address);
  await page.getByRole('heading', { name: heading }).waitFor();
}

async function violations(target: Page | Frame): Promise<string[]> {
  const found = await violationsOf(target);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  );
}

/** Controls smaller than 44 px, lists whose end nobody sees, and whether the document is wider than its window. */
function misfits(frame: Frame | Page): Promise<string[]> {
  return frame.evaluate(() => {
    const controls = document.querySelectorAll(
      'button, summary, a, select, label.account, input:not([type=checkbox], [type=radio])',
    );
    const small = [...controls].flatMap((control) => {
      const { width, height } = control.getBoundingClientRect();
      // A link within a sentence is as high as its line.
      const isShown = width > 0 && height > 0 && !control.matches('p a');
      return isShown && (width < 43.9 || height < 43.9) ? [`${control.outerHTML.slice(0, 80)} ${width}x${height}`] : [];
    });
    const cut = [...document.querySelectorAll('ul')].flatMap((list) => {
      const isCut = list.scrollHeight > list.clientHeight + 1 && getComputedStyle(list).overflowY === 'hidden';
      return isCut ? [`a list cut off after ${list.clientHeight} of ${list.scrollHeight} px`] : [];
    });
    const overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return [...small, ...cut, ...(overflow > 0 ? [`wider than its window by ${overflow} px`] : [])];
  });
}

function dialogFrame(page: Page): Frame {
  const frame = page.frames().find((candidate) => candidate.url().includes('/_dialog/'));
  if (!frame) throw new Error('The dialog is not open');
  return frame;
}

/** Small and light, then larger and dark; each looked at by axe and by the measure. */
async function expectGoodForAll(page: Page, measured: Frame | Page, what = ''): Promise<void> {
  for (const [colorScheme, width] of [
    ['light', 320],
    ['dark', 768],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 720 });
    expect(await violations(measured), `${what} ${colorScheme}, ${width} px`).toEqual([]);
    expect(await misfits(measured), `${what} ${colorScheme}, ${width} px`).toEqual([]);
  }
}

describe('light and dark, small and large', () => {
  it.each(ways)('$name can be used by everyone', async ({ opening, panes }) => {
    const v = await bench.visit(opening);
    for (const [pane, walk, where] of panes) {
      await walk(v);
      await expectGoodForAll(where?.(v) ?? v.page, where?.(v) ?? dialogFrame(v.page), pane);
    }
  });

  it('the console can be used by everyone, whatever is unfolded in it', async () => {
    const v = await bench.visit();
    await bench.linkAll(v.clientSecret);
    for (const _ of [1, 2]) {
      await bench.control('POST', 'faults', { fault: 'slow', times: null, path: '/v1/nothing' });
    }
    await v.page.goto(`${bench.sandbox.url}/_sandbox?world=dialog`);
    await v.page.locator('body[data-ready]').waitFor();
    const transport = nodemailer.createTransport(`smtp://dialog:x@127.0.0.1:${bench.sandbox.smtpPort}`);
    const letter = {
      from: 'a@example.com',
      to: 'b@example.com',
      subject: 'Hello',
      text: 'Open http://localhost:3000/',
    };
    await transport.sendMail(letter);
    transport.close();
    const kinds = ['#people details.linked', '#board .group', '#board .options', '#scenarios details'];
    for (const lines of [...kinds, '#events details', '#requests details', '#mail details']) {
      const line = v.page.locator(lines).first();
      if ((await line.getAttribute('open')) === null) await line.locator('> summary').click();
    }
    await expectGoodForAll(v.page, v.page);
  });

  it('a dialog that is hard to read would be noticed', async () => {
    const v = await bench.visit();
    await v.open();
    await dialogFrame(v.page).evaluate(() => document.documentElement.style.setProperty('--muted', '#c8c8c8'));
    expect((await violations(dialogFrame(v.page))).join()).toContain('color-contrast');
  });
});
