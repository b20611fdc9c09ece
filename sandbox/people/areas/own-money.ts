import { bookAt } from '#sandbox/people/booking.ts';
import type { Day } from '#sandbox/people/day.ts';
import { accountOf, spendable, truthOf } from '#sandbox/people/ledger.ts';

/** The name of the two sides of one movement between own accounts. */
export function pairName(day: Day): string {
  return `${day.household.key}-pair-${day.text}-${day.rows.length + 1}`;
}

/** Moves money between two own accounts at one bank, at once. `amount` is positive. */
export function moveInside(day: Day, from: string, to: string, amount: number, secondOfDay: number): void {
  const source = accountOf(day, from);
  const target = accountOf(day, to);
  const transferPair = pairName(day);
  const sides = [
    { account: source, other: target, amount: -amount },
    { account: target, other: source, amount },
  ];
  for (const side of sides) {
    const channel = {
      kind: 'transfer',
      otherName: side.other.displayName,
      otherLast4: side.other.last4,
      otherBank: null,
    } as const;
    const truth = truthOf(
      amount === side.amount ? `Transfer from ${side.other.displayName}` : `Transfer to ${side.other.displayName}`,
      'transfer',
      { transferPair },
    );
    bookAt(day, { account: side.account.key, amount: side.amount, channel, truth }, secondOfDay);
  }
}

/**
 * Whether `amount` can leave an account for a bill today. When it cannot and savings at the same bank can help, they do,
 * by an immediate transfer of round fifties.
 */
export function canPay(day: Day, account: string, amount: number): boolean {
  const { saving, overdraft, checking } = day.profile;
  const allowed = account === checking ? -overdraft : 0;
  const left = spendable(day, account) - amount;
  if (left >= allowed) return true;
  if (!saving || account !== saving.from) return false;
  if (accountOf(day, account).institution !== accountOf(day, saving.account).institution) return false;
  const lacking = Math.ceil((saving.floor - left) / 5_000) * 5_000;
  if (spendable(day, saving.account) < lacking) return false;
  // Money that arrives by a weekend's transfer would not be there yet.
  if (!day.isBusinessDay) return false;
  moveInside(day, saving.account, account, lacking, 5 * 3600);
  return true;
}
