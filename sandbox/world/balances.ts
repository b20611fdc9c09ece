import type Stripe from 'stripe';
import type { BankAccount } from '#sandbox/people/types.ts';
import { type AccountRow, updateAccount } from './accounts.ts';
import { balanceAt, bankAccount, liveUntil, pendingAt } from './bank.ts';
import { daySeconds, now } from './clock.ts';
import { takeFault } from './faults.ts';
import type { World } from './world.ts';

/** Reads the balance as the bank knows it now. */
export function readBalance(world: World, row: AccountRow): void {
  const bank = bankAccount(row.bank_account);
  const fault = takeFault(
    world,
    ['balance-old', 'balance-behind'],
    (detail) => !detail.account || detail.account === row.id,
  );
  const moment = now(world) - (fault ? (fault.detail.days ?? 1) * daySeconds : 0);
  const asOf = fault?.name === 'balance-behind' ? now(world) : moment;
  liveUntil(world, bank.key, moment);
  const balance = balanceObject(bank, balanceAt(world, bank.key, moment), pendingAt(world, bank.key, moment), asOf);
  updateAccount(world, row.id, { balance: JSON.stringify(balance) });
}

/** `current` counts what is posted; cash also tells what is available: pending outflows taken off, inflows added. */
function balanceObject(
  bank: BankAccount,
  current: number,
  pending: number,
  asOf: number,
): Stripe.FinancialConnections.Account.Balance {
  const currency = { usd: current };
  if (bank.category === 'credit') return { as_of: asOf, credit: { used: currency }, current: currency, type: 'credit' };
  const available = bank.availableOffset === null ? null : { usd: current + pending + (bank.availableOffset ?? 0) };
  return { as_of: asOf, cash: { available }, current: currency, type: 'cash' };
}
