import { payBill } from '#sandbox/people/areas/bills.ts';
import type { Day } from '#sandbox/people/day.ts';

/** Power, gas, water, telephone: bills whose amounts follow the season or creep up once a year. */
export function utilities(day: Day): void {
  for (const bill of day.profile.utilities) payBill(day, bill);
}
