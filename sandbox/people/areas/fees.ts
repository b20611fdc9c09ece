import { book, promise } from '#sandbox/people/booking.ts';
import type { Day } from '#sandbox/people/day.ts';
import { businessDaysAfter, fallsMonthly } from '#sandbox/people/days.ts';
import { balanceOf, drawsOf, recall, truthOf } from '#sandbox/people/ledger.ts';

/** Below this the bank stops charging: more could not be collected. */
const feesEndAt = -38_000;

/** A month's fee for an account that ends it with too little. */
function chargeMaintenance(day: Day): void {
  const { maintenance } = day.profile;
  if (!maintenance || !fallsMonthly(day.number, 31, 'earlier')) return;
  if (balanceOf(day, maintenance.account) >= maintenance.unless) return;
  book(day, {
    account: maintenance.account,
    amount: -maintenance.fee,
    channel: { kind: 'fee', name: 'maintenance' },
    truth: truthOf('Maintenance fee', 'fees'),
  });
}

/** An overdrawn account costs a fee the next working day, when something was taken out on this one. Live this area last. */
export function fees(day: Day): void {
  chargeMaintenance(day);
  const { checking, overdraftFee } = day.profile;
  const before = recall(day, 'closing', 0);
  const balance = balanceOf(day, checking);
  day.state.memory.closing = balance;
  if (!day.isBusinessDay || balance >= -500 || balance < feesEndAt || balance >= before) return;
  const fee = {
    account: checking,
    amount: -overdraftFee,
    channel: { kind: 'fee', name: 'overdraft' },
    truth: truthOf('Overdraft fee', 'fees'),
  } as const;
  // Banks forgive the odd one.
  if (drawsOf(day, 'overdraft').yes(0.85)) promise(day, businessDaysAfter(day.number, 1), fee);
}
