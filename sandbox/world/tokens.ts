import type Stripe from 'stripe';
import type { BankAccount } from '#sandbox/people/types.ts';
import { now } from './clock.ts';
import { fingerprintOf, newId } from './ids.ts';
import type { World } from './world.ts';

/** What is known of a bank account that a token stands for; the number itself is not kept. */
export type TokenizedAccount = Pick<
  Stripe.BankAccount,
  | 'account_holder_name'
  | 'account_holder_type'
  | 'account_type'
  | 'bank_name'
  | 'country'
  | 'currency'
  | 'last4'
  | 'routing_number'
> & {
  /** What makes two tokens of one account equal; it is hashed. */
  identity: string;
};

/** Prefix of a token's id by its type. */
const prefixes = { account: 'ct', bank_account: 'btok', cvc_update: 'cvctok', person: 'cpt', pii: 'pii' } as const;
export type TokenType = keyof typeof prefixes;

/** The routing number of Stripe's test bank, which also stands for the linked accounts: theirs are never told. */
const testRoutingNumber = '110000000';

/** Makes a token. `clientIp` is the address of who sent the data, null when Stripe collected it. */
export function makeToken(
  world: World,
  type: TokenType,
  account: TokenizedAccount | null,
  clientIp: string | null,
): Stripe.Token {
  const token: Stripe.Token = {
    id: newId(world, prefixes[type]),
    object: 'token',
    ...(account ? { bank_account: bankAccountObject(world, account) } : {}),
    client_ip: clientIp,
    created: now(world),
    livemode: false,
    type,
    used: false,
  };
  world.store.run(
    'insert into tokens (id, created, object) values (?, ?, ?)',
    token.id,
    token.created,
    JSON.stringify(token),
  );
  return token;
}

/** A token for a linked account, as `collectBankAccountToken` makes it. */
export function tokenForLinked(world: World, bank: BankAccount, institutionName: string): Stripe.Token {
  return makeToken(
    world,
    'bank_account',
    {
      account_holder_name: bank.owners[0]?.name ?? null,
      account_holder_type: 'individual',
      account_type: bank.subcategory,
      bank_name: institutionName,
      country: 'US',
      currency: 'usd',
      last4: bank.last4,
      routing_number: testRoutingNumber,
      identity: bank.key,
    },
    null,
  );
}

type Holder = Partial<Pick<TokenizedAccount, 'account_holder_name' | 'account_holder_type' | 'account_type'>>;

/** A token for numbers that somebody has typed; they have to be such as `isRoutingNumber` and `isAccountNumber` take. */
export function tokenForNumbers(
  world: World,
  { routing, number }: { routing: string; number: string },
  holder: Holder,
  clientIp: string | null,
): Stripe.Token {
  const account: TokenizedAccount = {
    account_holder_name: null,
    account_holder_type: null,
    account_type: null,
    ...holder,
    bank_name: 'STRIPE TEST BANK',
    country: 'US',
    currency: 'usd',
    last4: number.slice(-4),
    routing_number: routing,
    identity: `${routing}:${number}`,
  };
  return makeToken(world, 'bank_account', account, clientIp);
}

/** Nine digits with the check sum of the American Bankers Association. */
export function isRoutingNumber(routing: string): boolean {
  if (!/^\d{9}$/.test(routing)) return false;
  const weights = [3, 7, 1];
  const sum = [...routing].reduce((total, digit, index) => total + Number(digit) * (weights[index % 3] as number), 0);
  return sum % 10 === 0;
}

export function isAccountNumber(number: string): boolean {
  return /^\d{4,17}$/.test(number);
}

export function findToken(world: World, id: string): Stripe.Token | undefined {
  const row = world.store.get<{ object: string; used: number }>('select object, used from tokens where id = ?', id);
  return row && { ...(JSON.parse(row.object) as Stripe.Token), used: row.used === 1 };
}

/** Uses a token up: once, by what is made from it. */
export function useToken(world: World, id: string): void {
  world.store.run('update tokens set used = 1 where id = ?', id);
}

function bankAccountObject(world: World, { identity, ...account }: TokenizedAccount): Stripe.BankAccount {
  return {
    id: newId(world, 'ba'),
    object: 'bank_account',
    ...account,
    fingerprint: fingerprintOf(identity),
    status: 'new',
  };
}
