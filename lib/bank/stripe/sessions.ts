import { type BankAccount, BankError, type LinkSession, type Permission } from '../types.ts';
import { stripe } from './client.ts';
import { asking } from './errors.ts';
import { parsed, sessionShape, toAccount, toPermissions } from './translate.ts';

/**
 * Opens one dialog with the bank for this holder. All that is allowed is read ahead but the payment method, which is not
 * data. The client secret opens the dialog: it goes to the person concerned only, and is never stored, logged or put in
 * an address.
 */
export async function startLinkSession(input: {
  holderRef: string;
  permissions: Permission[];
}): Promise<{ sessionRef: string; clientSecret: string }> {
  const prefetch = input.permissions.filter((permission) => permission !== 'payment_method');
  const raw = await asking('start a session', () =>
    stripe().financialConnections.sessions.create({
      account_holder: { type: 'customer', customer: input.holderRef },
      permissions: input.permissions,
      ...(prefetch.length > 0 ? { prefetch } : {}),
      filters: { country: 'US' },
    }),
  );
  const session = parsed(sessionShape, raw, 'session');
  if (!session.client_secret) throw new BankError('unavailable', 'the session has no client secret');
  return { sessionRef: session.id, clientSecret: session.client_secret };
}

/** A session as the bank remembers it, with all of its accounts (the session itself carries only a first page). */
export async function readLinkSession(sessionRef: string): Promise<LinkSession> {
  const raw = await asking('read the session', () => stripe().financialConnections.sessions.retrieve(sessionRef));
  const session = parsed(sessionShape, raw, 'session');
  const accounts = session.accounts?.has_more
    ? await listAccounts({ session: sessionRef })
    : (session.accounts?.data ?? []).map(toAccount);
  return {
    sessionRef: session.id,
    holderRef: session.account_holder,
    permissions: toPermissions(session.permissions),
    accounts,
  };
}

async function listAccounts(of: { session: string }): Promise<BankAccount[]> {
  return asking('list the accounts of the session', async () => {
    const accounts: BankAccount[] = [];
    for await (const raw of stripe().financialConnections.accounts.list({ ...of, limit: 100 })) {
      accounts.push(toAccount(raw));
    }
    return accounts;
  });
}
