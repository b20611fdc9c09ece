import type Stripe from 'stripe';
import { now } from '#sandbox/world/clock.ts';
import { emit } from '#sandbox/world/events.ts';
import { newId, nextNumber } from '#sandbox/world/ids.ts';
import { findToken, useToken } from '#sandbox/world/tokens.ts';
import type { World } from '#sandbox/world/world.ts';
import { ApiError, missing } from './error.ts';
import { type List, list } from './lists.ts';
import { mergeMetadata } from './metadata.ts';

/** What belongs to a customer and lives with it. */
type Kind = 'bank_account' | 'tax_id';

const firstPage = 10;
const paths = { bank_account: 'sources', tax_id: 'tax_ids' } as const;

/** The first page of a customer's parts of a kind, newest first. */
export function partsOf<Part>(world: World, customer: string, kind: Kind): List<Part> {
  const rows = world.store.all<{ object: string }>(
    'select object from customer_parts where customer = ? and kind = ? order by seq desc limit ?',
    customer,
    kind,
    firstPage + 1,
  );
  const parts = rows.slice(0, firstPage).map(({ object }) => JSON.parse(object) as Part);
  return list(`/v1/customers/${customer}/${paths[kind]}`, parts, rows.length > firstPage);
}

/** A bank account of a customer. */
export function findPart(world: World, customer: string, id: string): Stripe.BankAccount | undefined {
  const row = world.store.get<{ object: string }>(
    "select object from customer_parts where id = ? and customer = ? and kind = 'bank_account'",
    id,
    customer,
  );
  return row && (JSON.parse(row.object) as Stripe.BankAccount);
}

/** Turns a token into a bank account of the customer; the token is used up by it. */
export function addSource(
  world: World,
  customer: string,
  token: string,
  metadata?: '' | Record<string, string>,
): Stripe.BankAccount {
  const known = findToken(world, token);
  if (!known) throw missing('token', token, 'source', 'parameters');
  if (!known.bank_account) {
    throw new ApiError(400, `The token ${token} is of type ${known.type} and cannot become a source.`, {
      param: 'source',
    });
  }
  if (known.used) {
    throw new ApiError(400, `You cannot use a Stripe token more than once: ${token}.`, { code: 'token_already_used' });
  }
  useToken(world, token);
  const source = { ...known.bank_account, customer, metadata: mergeMetadata({}, metadata) };
  insert(world, 'bank_account', source.id, customer, source);
  emit(world, 'customer.source.created', source);
  return source;
}

/** A new default source takes the place of the one before, which is removed. */
export function replaceSource(world: World, customer: Stripe.Customer, token: string): Stripe.BankAccount {
  const source = addSource(world, customer.id, token);
  const before = findPart(world, customer.id, String(customer.default_source));
  if (before) removePart(world, before);
  return source;
}

export function removePart(world: World, part: Stripe.BankAccount): void {
  world.store.run('delete from customer_parts where id = ?', part.id);
  emit(world, 'customer.source.deleted', part);
}

/** A tax id of the customer; nobody verifies it here. */
export function addTaxId(world: World, customer: string, given: { type: string; value: string }): void {
  const taxId: Stripe.TaxId = {
    id: newId(world, 'txi'),
    object: 'tax_id',
    country: given.type === 'eu_vat' ? given.value.slice(0, 2) : given.type.slice(0, 2).toUpperCase(),
    created: now(world),
    customer,
    customer_account: null,
    livemode: false,
    owner: { customer, customer_account: null, type: 'customer' },
    type: given.type as Stripe.TaxId['type'],
    value: given.value,
    verification: { status: 'unavailable', verified_address: null, verified_name: null },
  };
  insert(world, 'tax_id', taxId.id, customer, taxId);
  emit(world, 'customer.tax_id.created', taxId);
}

function insert(world: World, kind: Kind, id: string, customer: string, object: object): void {
  world.store.run(
    'insert into customer_parts values (?, ?, ?, ?, ?)',
    id,
    nextNumber(world, 'customer part'),
    customer,
    kind,
    JSON.stringify(object),
  );
}
