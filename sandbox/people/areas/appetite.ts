import type { Day } from '#sandbox/people/day.ts';
import { accountOf, balanceOf, spendable } from '#sandbox/people/ledger.ts';

/**
 * How freely people spend today, around 1: less when little is left after what is owed on cards, a bit more when there is
 * plenty. This is what keeps a life believable however chance falls.
 */
export function appetiteOf(day: Day): number {
  const { checking, cards, comfort, purse } = day.profile;
  let left = spendable(day, checking);
  for (const card of cards) left += spendable(day, card.account);
  for (const { account } of purse) {
    if (account !== checking && accountOf(day, account).category === 'cash')
      left += Math.max(0, balanceOf(day, account));
  }
  return Math.min(1.15, Math.max(0.15, 0.3 + (0.7 * left) / comfort));
}
