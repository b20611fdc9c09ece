import type { Frame, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violationsOf } from '../testing/axe.ts';
import { type Bench, type Opening, openBench, type Visit } from './test-dialog.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => bench.close());

type Walk = (v: Visit) => Promise<Page | undefined>;

/** A pane each: how to come there. A walk that returns a page looks at that one, the bank's own window. */
const panes: [string, Walk, Opening?][] = [
  [
    'consent',
    async (v) => void (await v.open()),
    { session: { permissions: ['balances', 'ownership', 'payment_method'] } },
  ],
  ['banks', async (v) => void (await v.toInstitutions())],
  [
    'account numbers, mistyped',
    async (v) => {
      await v.toInstitutions();
      await v.press('Enter account numbers instead');
      await v.heading('Enter your account numbers');
      await v.press('Use this account');
      await v.frame.getByText('these do not add up').waitFor();
    },
    {
      method: 'collectBankAccountToken',
      session: { permissions: ['payment_method'], manual_entry: { mode: 'automatic' } },
    },
  ],
  [
    'no bank found',
    async (v) => {
      await v.toInstitutions();
      await v.frame.getByLabel('Search banks').fill('nowhere');
      return undefined;
    },
  ],
  [
    'sign-in with hints and steps',
    async (v) => {
      await v.toBank('Copperleaf Credit Union');
      await v.frame.getByText('Passwords for other steps').click();
      return undefined;
    },
  ],
  [
    'a refused sign-in',
    async (v) => {
      await v.signIn('Bank (Non-OAuth)', 'incorrect');
      await v.frame.getByText(/does not know/).waitFor();
      return undefined;
    },
  ],
  ['ways to get a code', async (v) => signedIn(v, 'options', 'How should the bank reach you?')],
  ['a code', async (v) => signedIn(v, 'mfa', 'Enter the code')],
  ['a confirmation', async (v) => signedIn(v, 'confirm_mfa', 'Confirm in the bank’s app')],
  ['a question', async (v) => signedIn(v, 'security_question', 'Answer your security question')],
  ['a failed attempt', async (v) => signedIn(v, 'error', /ended this attempt/)],
  [
    'a bank that is down',
    async (v) => {
      await v.toBank('Down (Scheduled)');
      await v.heading(/closed for maintenance/);
      return undefined;
    },
  ],
  ['the bank’s window: sign-in', async (v) => bankWindow(v)],
  [
    'the bank’s window: choice',
    async (v) => {
      const popup = await bankWindow(v);
      await popup.getByLabel('User name').fill('nora');
      await popup.getByLabel('Password').fill('play');
      await popup.getByRole('button', { name: 'Sign in' }).click();
      await popup.getByRole('heading', { name: 'Choose what to share' }).waitFor();
      return popup;
    },
  ],
  [
    'waiting for the bank',
    async (v) => {
      await bankWindow(v);
      await v.frame.getByText(/Waiting for/).waitFor();
      return undefined;
    },
  ],
  [
    'accounts, none chosen',
    async (v) => {
      await accounts(v);
      await v.press('Choose none');
      await v.press('Link accounts');
      await v.frame.getByText('Choose at least one account.').waitFor();
      return undefined;
    },
  ],
  ['one account only', accounts, { session: { limits: { accounts: 1 } } }],
  [
    'the question whether to stop',
    async (v) => {
      await accounts(v);
      await v.press('Close');
      await v.frame.getByRole('alertdialog').waitFor();
      return undefined;
    },
  ],
  [
    'Link',
    async (v) => {
      await offerOfLink(v);
      await v.press('Save with Link');
      await v.frame.getByText(/ten digits/).waitFor();
      return undefined;
    },
  ],
  [
    'success',
    async (v) => {
      await offerOfLink(v);
      await v.press('Finish without saving');
      await v.heading(/linked/);
      return undefined;
    },
  ],
];

async function signedIn(v: Visit, password: string, heading: string | RegExp): Promise<undefined> {
  await v.signIn('Bank (Non-OAuth)', password);
  await v.heading(heading);
}

async function bankWindow(v: Visit): Promise<Page> {
  await v.toBank('Northgale Card Services');
  const [popup] = await Promise.all([v.page.waitForEvent('popup'), v.press('Continue at the bank')]);
  await popup.getByRole('heading', { name: 'Sign in' }).waitFor();
  return popup;
}

async function accounts(v: Visit): Promise<undefined> {
  await v.signIn('Harborline Bank');
  await v.heading(/^Choose the account/);
}

async function offerOfLink(v: Visit): Promise<void> {
  await accounts(v);
  await v.press(/^Link \d accounts/);
  await v.heading('Save this bank for next time?');
}

async function violations(target: Page | Frame): Promise<string[]> {
  const found = await violationsOf(target);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  );
}

/** Controls smaller than 44 px, and whether the document is wider than its window. */
function misfits(frame: Frame | Page): Promise<string[]> {
  return frame.evaluate(() => {
    const controls = document.querySelectorAll(
      'button, summary, a, select, label.account, input:not([type=checkbox], [type=radio])',
    );
    const small = [...controls].flatMap((control) => {
      const { width, height } = control.getBoundingClientRect();
      const isShown = width > 0 && height > 0;
      return isShown && (width < 43.9 || height < 43.9) ? [`${control.outerHTML.slice(0, 80)} ${width}x${height}`] : [];
    });
    const overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return overflow > 0 ? [...small, `wider than its window by ${overflow} px`] : small;
  });
}

function dialogFrame(page: Page): Frame {
  const frame = page.frames().find((candidate) => candidate.url().includes('/_dialog/'));
  if (!frame) throw new Error('The dialog is not open');
  return frame;
}

/** Small and light, then larger and dark; each looked at by axe and by the measure. */
async function expectGoodForAll(page: Page, measured: Frame | Page): Promise<void> {
  for (const [colorScheme, width] of [
    ['light', 320],
    ['dark', 768],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 720 });
    expect(await violations(measured), `${colorScheme}, ${width} px`).toEqual([]);
    expect(await misfits(measured), `${colorScheme}, ${width} px`).toEqual([]);
  }
}

describe('light and dark, small and large', () => {
  it.each(panes)('the pane "%s" can be used by everyone', async (_, walk, opening) => {
    const v = await bench.visit(opening);
    const other = await walk(v);
    await expectGoodForAll(other ?? v.page, other ?? dialogFrame(v.page));
    await v.context.close();
  });

  it('the console can be used by everyone, whatever is unfolded in it', async () => {
    const v = await bench.visit();
    const body = { publishable_key: 'pk_test_dialog', client_secret: v.clientSecret };
    await fetch(`${bench.sandbox.url}/_sandbox/demo/link`, { method: 'POST', body: JSON.stringify(body) });
    const fault = { fault: 'slow', times: null, path: '/v1/nothing' };
    for (const _ of [1, 2]) {
      await fetch(`${bench.sandbox.url}/_sandbox/faults?world=dialog`, { method: 'POST', body: JSON.stringify(fault) });
    }
    await v.page.goto(`${bench.sandbox.url}/_sandbox?world=dialog`);
    await v.page.locator('body[data-ready]').waitFor();
    for (const lines of ['#people details.linked', '#board .options', '#events details', '#requests details']) {
      await v.page.locator(`${lines} > summary`).first().click();
    }
    await expectGoodForAll(v.page, v.page);
    await v.context.close();
  });

  it('a dialog that is hard to read would be noticed', async () => {
    const v = await bench.visit();
    await v.open();
    await dialogFrame(v.page).evaluate(() => document.documentElement.style.setProperty('--muted', '#c8c8c8'));
    expect((await violations(dialogFrame(v.page))).join()).toContain('color-contrast');
    await v.context.close();
  });
});
