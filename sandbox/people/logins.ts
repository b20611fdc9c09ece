import { findInstitution } from '#sandbox/institutions.ts';
import { findHousehold, households } from '#sandbox/people/households.ts';
import type { BankAccount, Household } from '#sandbox/people/types.ts';

function banksAt(household: Household, institution: string): boolean {
  return household.accounts.some((account) => account.institution === institution);
}

/**
 * The accounts that a login sees. At a test institution everyone sees its test accounts. At an invented bank the user name
 * (any case, blanks trimmed) decides whose they are; an unknown one sees the `salaried` household's accounts when it banks
 * there, else those of the first household that does. An institution that is down keeps no accounts.
 */
export function accountsForLogin(institutionKey: string, username: string): BankAccount[] {
  const institution = findInstitution(institutionKey);
  if (institution.flow.startsWith('down_')) return [];
  const household =
    institution.household === null ? householdForLogin(institutionKey, username) : findHousehold(institution.household);
  return household.accounts.filter((account) => account.institution === institutionKey);
}

function householdForLogin(institution: string, username: string): Household {
  const name = username.trim().toLowerCase();
  const candidates = households.filter((household) => banksAt(household, institution));
  const chosen =
    candidates.find((household) => household.usernames.includes(name)) ??
    candidates.find((household) => household.key === 'salaried') ??
    candidates[0];
  if (!chosen) throw new Error(`Nobody banks at "${institution}".`);
  return chosen;
}
