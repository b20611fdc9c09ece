import { institutions } from '#sandbox/institutions.ts';
import { findHousehold, households } from '#sandbox/people/households.ts';
import type { BankAccount } from '#sandbox/people/types.ts';
import { balanceAt, findBankAccount, liveUntil } from '#sandbox/world/bank.ts';
import { now } from '#sandbox/world/clock.ts';
import { isInstitutionDown } from '#sandbox/world/faults.ts';
import { accountsAt, filterAccounts, type SessionRow } from '#sandbox/world/linking.ts';
import { commit, type World } from '#sandbox/world/world.ts';
import type { FlowBank, Purpose } from './attempt.ts';
import type { Facts } from './view.ts';

/** The bank's side of a world, as far as one session may see it. */
export function flowBank(world: World, session: SessionRow, purpose: Purpose): FlowBank {
  return {
    limit: session.limit,
    offersManualEntry: offersManualEntry(session, purpose),
    findInstitution: (key) => institutions.find((institution) => institution.key === key),
    accountsAt: (institution, username) => accountsAt(world, institution, username, session),
    canPay: (keys) => {
      const accounts = keys.flatMap((key) => findBankAccount(key) ?? []);
      return filterAccounts(accounts, session).length === accounts.length;
    },
    isDown: (institution) => isInstitutionDown(world, institution),
  };
}

/** Numbers typed in take the place of signing in where there is nothing to read: for a token, if the session lets them. */
function offersManualEntry(session: SessionRow, purpose: Purpose): boolean {
  return purpose === 'token' && session.manualEntry === 'automatic';
}

/** What the panes of one session show. `businessName` = who asks. */
export function factsOf(world: World, session: SessionRow, businessName: string, purpose: Purpose): Facts {
  return {
    businessName,
    permissions: session.permissions,
    limit: session.limit,
    offersManualEntry: offersManualEntry(session, purpose),
    institutions,
    households,
    account: findBankAccount,
    balanceOf: (account) => balanceNow(world, account),
  };
}

/** The bank's balance at this moment, minor units. */
function balanceNow(world: World, account: BankAccount): number {
  return commit(world, () => {
    liveUntil(world, account.key, now(world));
    return balanceAt(world, account.key, now(world));
  });
}

/** Every bank account of a household that a session lets through, bank by bank. */
export function householdAccounts(world: World, session: SessionRow, householdKey: string): BankAccount[] | null {
  const household = households.find((candidate) => candidate.key === householdKey);
  const username = household?.usernames[0];
  if (!household || !username) return null;
  const keys = new Set(household.accounts.map((account) => account.institution));
  return [...keys].flatMap((key) => accountsAt(world, key, username, session));
}

/** A bank account by its key, where somebody's login and the session let it be linked; else null. */
export function offeredAccount(world: World, session: SessionRow, key: string): BankAccount | null {
  const account = findBankAccount(key);
  if (!account) return null;
  // A test institution shows its accounts to everybody.
  const [username = ''] = account.household === null ? [] : findHousehold(account.household).usernames;
  return accountsAt(world, account.institution, username, session).find((one) => one.key === key) ?? null;
}
