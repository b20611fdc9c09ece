import type { BankOwner } from '../types.ts';
import { aboutAccount } from './accounts.ts';
import { stripe } from './client.ts';
import { toOwner } from './translate.ts';

/**
 * The owners of an account from one reading of them (`ownershipRef`, from the account: each successful reading makes a
 * new one). Several owners are ordinary.
 */
export async function listOwners(ref: string, ownershipRef: string): Promise<BankOwner[]> {
  return aboutAccount(ref, async () => {
    const owners: BankOwner[] = [];
    const list = stripe().financialConnections.accounts.listOwners(ref, { ownership: ownershipRef, limit: 100 });
    for await (const raw of list) owners.push(toOwner(raw));
    return owners;
  });
}
