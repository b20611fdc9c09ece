import type { BankAccount, LinkSession } from '../bank/types.ts';
import { householdOf, type Tx } from '../db/transact.ts';
import { newId } from '../ids.ts';
import { recordAccount } from '../proof/record-account.ts';
import { agreedUpTo, grown } from './agreed-query.ts';
import type { Attempt, LinkedAccount } from './attempt-store.ts';
import { candidatesFor } from './candidates.ts';
import { holdAccounts } from './hold.ts';
import { promiseReading } from './promise-reading.ts';

type Moments = { readAt: Date; now: Date };

/**
 * Writes the accounts of a finished session, and promises their first sync, in the caller's transaction: the connection,
 * each account under the bank's id, what the bank said of it, the balance already there as an anchor and what it proves, and the consent. An
 * id that we hold is the same account. A new id becomes an account of its own; where it may continue one that we hold, it
 * waits for its rows to decide (see settle-relink.ts). Safe to repeat. The caller holds the household's links, since two
 * sessions may bring the same account.
 */
export async function storeLinked(
  tx: Tx,
  attempt: Attempt,
  session: LinkSession,
  moments: Moments,
): Promise<LinkedAccount[]> {
  await holdAccounts(tx, [...(await accountsByRef(tx, session.accounts)).values()]);
  // Read again: who was waited for may have given a bank id to another account.
  const heldIds = await accountsByRef(tx, session.accounts);
  const linked: LinkedAccount[] = [];
  for (const account of session.accounts) {
    const heldId = heldIds.get(account.ref);
    linked.push(
      heldId === undefined
        ? await addAccount(tx, attempt, account, [...heldIds.values(), ...linked.map(({ id }) => id)], moments)
        : await linkAgain(tx, attempt, heldId, account, moments),
    );
  }
  for (const [index, { id, kind }] of linked.entries()) {
    const permissions = session.accounts[index]?.permissions ?? [];
    await promiseReading(tx, id, kind === 'known' ? 'relink' : 'link', permissions);
  }
  return linked;
}

/** Our accounts by the bank's ids that are current. An id that another one has replaced is as good as new. */
async function accountsByRef(tx: Tx, accounts: readonly BankAccount[]): Promise<Map<string, string>> {
  const refs = await tx.bankAccountRef.findMany({
    where: { bankRef: { in: accounts.map(({ ref }) => ref) }, replacedAt: null },
    select: { bankRef: true, accountId: true },
  });
  return new Map(refs.map(({ bankRef, accountId }) => [bankRef, accountId]));
}

async function linkAgain(
  tx: Tx,
  attempt: Attempt,
  id: string,
  account: BankAccount,
  { readAt, now }: Moments,
): Promise<LinkedAccount> {
  const before = await tx.account.findUniqueOrThrow({ where: { id }, select: { status: true } });
  const [agreed] = await agreedUpTo(tx, [id], now);
  const isMore = grown(account.permissions, agreed?.permissions ?? []).length > 0;
  await recordAccount(tx, id, account, readAt, now);
  // Read from the beginning once more: what was missed then overlaps with what is held, and a gap could not hide. The
  // bank's event may have told before the person came back that the account is active again.
  const hadStopped = before.status !== 'active' || attempt.purpose !== 'permissions';
  if (hadStopped) await tx.bankAccountRef.update({ where: { bankRef: account.ref }, data: { cursor: null } });
  await noteConsent(tx, attempt, id, isMore ? 'permissions' : 'linked-again', account, now);
  return { id, kind: 'known' };
}

async function addAccount(
  tx: Tx,
  attempt: Attempt,
  account: BankAccount,
  besides: readonly string[],
  { readAt, now }: Moments,
): Promise<LinkedAccount> {
  const householdId = householdOf(tx);
  const { institutionName, displayName, last4, category, subcategory, currency, status, permissions } = account;
  const id = newId();
  const connectionId = await ensureConnection(tx, attempt.userId, institutionName, now);
  const facts = { institutionName, displayName, last4, category, subcategory, currency, status, permissions };
  await tx.account.create({ data: { ...facts, id, householdId, connectionId, linkedAt: now } });
  await tx.bankAccountRef.upsert({
    where: { bankRef: account.ref },
    create: { bankRef: account.ref, householdId, accountId: id, linkedAt: now },
    update: { accountId: id, linkedAt: now, replacedAt: null, endedAt: null, refusedAt: null, cursor: null },
  });
  await recordAccount(tx, id, account, readAt, now);
  await noteConsent(tx, attempt, id, 'linked', account, now);
  const candidates = await candidatesFor(tx, account, [id, ...besides]);
  for (const candidateId of candidates) {
    const question = { id: newId(), householdId, accountId: id, candidateId, askedAt: now };
    await tx.relinkQuestion.create({ data: { ...question, answer: 'waiting', evidence: {} } });
  }
  return { id, kind: candidates.length > 0 ? 'maybe-known' : 'new' };
}

async function ensureConnection(tx: Tx, userId: string, institutionName: string, now: Date): Promise<string> {
  const key = { householdId: householdOf(tx), userId, institutionName };
  const connection = await tx.connection.upsert({
    where: { householdId_userId_institutionName: key },
    create: { ...key, id: newId(), createdAt: now },
    update: {},
    select: { id: true },
  });
  return connection.id;
}

/** What was agreed to, at the account. */
async function noteConsent(
  tx: Tx,
  attempt: Attempt,
  accountId: string,
  kind: 'linked' | 'linked-again' | 'permissions',
  account: BankAccount,
  now: Date,
): Promise<void> {
  const { permissions, institutionName: note } = account;
  const who = { householdId: householdOf(tx), userId: attempt.userId };
  await tx.consentEvent.create({ data: { ...who, id: newId(), accountId, kind, permissions, note, at: now } });
}
