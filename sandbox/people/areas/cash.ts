import { placeOf, tripAround } from '#sandbox/people/areas/trips.ts';
import { authorize, book, promise } from '#sandbox/people/booking.ts';
import type { Day } from '#sandbox/people/day.ts';
import { businessDaysAfter, isBusinessDay } from '#sandbox/people/days.ts';
import { drawsOf, spendable, truthOf } from '#sandbox/people/ledger.ts';
import { firstParts } from '#sandbox/people/names.ts';

/** Cash from machines, in twenties; a machine of another bank costs a fee. */
export function cash(day: Day): void {
  const { profile } = day;
  if (!profile.cash) return;
  const draw = drawsOf(day, 'cash');
  const away = tripAround(profile, day.circle, day.number) !== null;
  if (!draw.yes(((away ? 3 : 1) * profile.cash.perMonth) / 30)) return;
  const [low, high] = profile.cash.amount;
  const amount = Math.max(2_000, Math.round(draw.skewed(low, high) / 2_000) * 2_000);
  const ownMachine = !away && !draw.yes(profile.cash.foreignShare);
  const surcharge = ownMachine ? 0 : draw.pick([250, 300, 350]);
  if (spendable(day, profile.checking) - amount - surcharge < profile.debitFloor) return;
  const place = placeOf(day, draw.unit());
  const street = `${draw.whole(1, 980)} ${draw.pick(firstParts)} St`;
  const channel = {
    kind: 'cash',
    street,
    city: place.city,
    state: place.state,
    ownMachine,
    terminal: draw.digits(9),
  } as const;
  const truth = truthOf('Cash withdrawal', 'cash');
  authorize(
    day,
    { account: profile.checking, amount: -(amount + surcharge), channel, truth },
    { secondOfDay: draw.whole(8 * 3600, 22 * 3600), workingDays: 1 },
  );
  if (ownMachine) return;
  const fee = {
    account: profile.checking,
    amount: -250,
    channel: { kind: 'fee', name: 'foreign_atm' },
    truth: truthOf('ATM fee', 'fees'),
  } as const;
  if (isBusinessDay(day.number)) promise(day, businessDaysAfter(day.number, 1), fee);
  else book(day, fee);
}
