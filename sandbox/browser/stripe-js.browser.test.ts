import { afterEach, describe, expect, it } from 'vitest';
import { type Opening, testBench, type Visit } from './test-dialog.ts';
import { reactMissing } from './test-react.ts';

const bench = testBench();
afterEach(() => bench.expectQuiet());

/** Path C of Stripe's guide to payouts: the holder is a connected account, the permission that of its numbers. */
const forToken: Opening = {
  method: 'collectBankAccountToken',
  session: { account_holder: { type: 'account', account: 'acct_1' }, permissions: ['payment_method'] },
};
const visit = (opening: Opening) => bench.visit(opening);

async function finish(v: Visit): Promise<void> {
  await v.press('Finish without saving');
  await v.heading(/linked/);
  await v.leaveBy('Back to Plumb');
}

describe('collectBankAccountToken', () => {
  it('resolves with a token for the one account that was chosen', async () => {
    const v = await visit(forToken);
    await v.signIn('Test (Non-OAuth)');
    await v.heading(/Choose/);
    // Only what can be debited is offered, and only one of it.
    await expect.poll(() => v.frame.getByText('Test Mortgage').count()).toBe(0);
    await v.frame.getByLabel('High Balance').check();
    await v.press(/^Link/);
    await finish(v);
    const { financialConnectionsSession, token, error } = await v.result();
    expect(error).toBeUndefined();
    expect(financialConnectionsSession?.accounts.map(({ last4 }) => last4)).toEqual(['4321']);
    expect(token).toMatchObject({ type: 'bank_account', bank_account: { last4: '4321' } });
    const session = await v.session();
    expect(session.bank_account_token).toMatchObject({ id: token?.id, used: false });
    expect(await bench.stripe.tokens.retrieve(token?.id ?? '')).toMatchObject({ id: token?.id });
  });

  it('takes numbers typed in where the session allows it', async () => {
    const v = await visit({ ...forToken, session: { ...forToken.session, manual_entry: { mode: 'automatic' } } });
    await v.toInstitutions();
    await v.press('Enter account numbers instead');
    await v.heading('Enter your account numbers');
    await v.frame.getByLabel('Routing number').fill('110000001');
    await v.frame.getByLabel('Account number', { exact: true }).fill('000123456789');
    await v.press('Use this account');
    await v.frame.getByText('these do not add up').waitFor();
    await v.frame.getByLabel('Routing number').fill('110000000');
    await v.press('Use this account');
    await v.heading(/linked/);
    await v.leaveBy('Back to Plumb');
    const { financialConnectionsSession, token } = await v.result();
    expect(financialConnectionsSession?.accounts).toEqual([]);
    expect(token?.bank_account?.last4).toBe('6789');
    expect((await v.session()).bank_account_token?.id).toBe(token?.id);
  });

  it('resolves without a token and without accounts when the person leaves', async () => {
    const v = await visit(forToken);
    await v.open();
    await v.leaveBy(() => v.page.keyboard.press('Escape'));
    const outcome = await v.result();
    expect(outcome).toMatchObject({ financialConnectionsSession: { accounts: [] } });
    expect(outcome.token).toBeUndefined();
  });

  it('resolves with an error for a session that may not read the numbers', async () => {
    const v = await visit({ ...forToken, session: { permissions: ['balances'] } });
    await v.page.getByRole('button', { name: 'Link a bank' }).click();
    expect((await v.result()).error).toMatchObject({ type: 'invalid_request_error' });
  });
});

describe.skipIf(reactMissing)(`the official React components (skipped: ${reactMissing})`, () => {
  it.each(['collectFinancialConnectionsAccounts', 'collectBankAccountToken'] as const)(
    'use %s unchanged',
    async (method) => {
      const v = await visit({ ...forToken, method, variant: 'react' });
      await v.signIn('Payment Success');
      await v.heading(/Choose/);
      await v.press(/^Link/);
      await finish(v);
      const outcome = await v.result();
      expect(outcome.financialConnectionsSession?.accounts.map(({ last4 }) => last4)).toEqual(['6789']);
      expect(outcome.token?.bank_account?.last4).toBe(method === 'collectBankAccountToken' ? '6789' : undefined);
    },
  );
});
