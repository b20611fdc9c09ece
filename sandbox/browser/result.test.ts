import type { BankAccountToken, FinancialConnectionsSession } from '@stripe/stripe-js';
import { expect, it } from 'vitest';
import { startTestBank } from '#sandbox/testing/bank.ts';
import { completeSession, openSession, tokenOfSession } from '#sandbox/world/linking.ts';
import { commit } from '#sandbox/world/world.ts';
import { type BrowserSession, sessionResult, tokenResult } from './result.ts';

/** The keys that only one of two types has; `never` when they have the same. */
type Different<One, Other> = Exclude<keyof One, keyof Other> | Exclude<keyof Other, keyof One>;
type Account = BrowserSession['accounts'][number];

// The two SDKs differ in what may be null inside a balance, so it is the names that have to agree: these compile or not.
const accountsFit: Different<Account, FinancialConnectionsSession.Account> extends never ? true : false = true;
const sessionsFit: Exclude<keyof FinancialConnectionsSession, keyof BrowserSession> extends 'return_url'
  ? true
  : false = true;

it('has what the types of Stripe.js promise', async () => {
  const bank = await startTestBank();
  const { client_secret: secret } = await bank.stripe.financialConnections.sessions.create({
    account_holder: { type: 'account', account: 'acct_1' },
    permissions: ['payment_method'],
  });
  const opened = openSession(bank.world, secret ?? '');
  if (!opened.ok) throw new Error(opened.message);
  const { session } = opened;
  const accounts = completeSession(bank.world, session, [{ bankAccountKey: 'payment_success.success' }]);
  const token = commit(bank.world, () => tokenOfSession(bank.world, session.id, accounts[0]?.id ?? ''));
  if (!token) throw new Error('no token');
  const told: Pick<BankAccountToken, 'id' | 'object' | 'type' | 'used' | 'created'> = token;
  expect(sessionResult(session, accounts).financialConnectionsSession?.accounts).toMatchObject([{ last4: '6789' }]);
  expect(tokenResult(session, accounts, token)).toMatchObject({
    token: { id: told.id, bank_account: { last4: '6789' } },
  });
  expect([accountsFit, sessionsFit]).toEqual([true, true]);
  await bank.close();
});

it('makes no token for an account whose numbers the bank has deactivated', async () => {
  const bank = await startTestBank();
  const linked = await bank.link(['tokenized_account_number.expired_tan'], {
    permissions: ['payment_method'],
    prefetch: [],
  });
  const make = () =>
    commit(bank.world, () => tokenOfSession(bank.world, linked.session.id, linked.accounts[0]?.id ?? ''));
  expect(make()).toBeNull();
  await bank.close();
});
