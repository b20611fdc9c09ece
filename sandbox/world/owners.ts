import type Stripe from 'stripe';
import { type AccountRow, updateAccount } from './accounts.ts';
import { bankAccount } from './bank.ts';
import { now } from './clock.ts';
import { newId, nextNumber } from './ids.ts';
import type { World } from './world.ts';

export type Owner = Stripe.FinancialConnections.AccountOwner;
export type OwnershipRow = { id: string; account: string; created: number };

/** Reads the owners as the bank has them on file, into a new ownership object; false when the bank does not give them. */
export function readOwners(world: World, row: AccountRow): boolean {
  const bank = bankAccount(row.bank_account);
  if (bank.behavior === 'ownership_unavailable') return false;
  const ownership = newId(world, 'fcaowns');
  world.store.run('insert into ownerships values (?, ?, ?)', ownership, row.id, now(world));
  for (const person of bank.owners) {
    const owner: Owner = {
      id: newId(world, 'fcaown'),
      object: 'financial_connections.account_owner',
      email: person.email,
      name: person.name,
      ownership,
      phone: person.phone,
      raw_address: person.rawAddress,
      refreshed_at: now(world),
    };
    world.store.run(
      'insert into owners values (?, ?, ?, ?)',
      owner.id,
      nextNumber(world, 'owner'),
      ownership,
      JSON.stringify(owner),
    );
  }
  updateAccount(world, row.id, { ownership });
  return true;
}

export function findOwnership(world: World, id: string): OwnershipRow | undefined {
  return world.store.get<OwnershipRow>('select * from ownerships where id = ?', id);
}

/** The ownership object with the first owners, as expansion gives it. */
export function ownershipObject(world: World, row: OwnershipRow): Stripe.FinancialConnections.AccountOwnership {
  const owners = world.store.all<{ object: string }>(
    'select object from owners where ownership = ? order by seq limit 11',
    row.id,
  );
  return {
    id: row.id,
    object: 'financial_connections.account_ownership',
    created: row.created,
    owners: {
      object: 'list',
      data: owners.slice(0, 10).map((owner) => JSON.parse(owner.object) as Owner),
      has_more: owners.length > 10,
      url: `/v1/financial_connections/accounts/${row.account}/owners?ownership=${row.id}`,
    },
  };
}
