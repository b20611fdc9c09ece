import { usualAmount } from '#sandbox/people/areas/income.ts';
import { canPay } from '#sandbox/people/areas/own-money.ts';
import { book } from '#sandbox/people/booking.ts';
import { chance } from '#sandbox/people/chance.ts';
import type { Channel } from '#sandbox/people/channels.ts';
import { companyOf } from '#sandbox/people/companies.ts';
import type { Day } from '#sandbox/people/day.ts';
import { fallsMonthly } from '#sandbox/people/days.ts';
import { drawsOf, recall, truthOf } from '#sandbox/people/ledger.ts';
import { givenNames, surnames } from '#sandbox/people/names.ts';
import type { Bill } from '#sandbox/people/profile.ts';

/** A person that these people deal with for one purpose: a landlord, a nanny. */
export function personOf(circle: string, key: string): string {
  const draw = chance(circle, 'person', key);
  return `${draw.pick(givenNames)} ${draw.pick(surnames)}`;
}

/** The next number of the checkbook. */
function nextCheck(day: Day): string {
  const number = recall(day, 'check', chance(day.circle, 'checkbook').whole(1001, 4800)) + 1;
  day.state.memory.check = number;
  return number.toString();
}

function channelOf(day: Day, bill: Bill): { channel: Channel; payee: string } {
  if (bill.how === 'person') {
    const name = bill.company.name ?? personOf(day.circle, bill.key);
    return { payee: name, channel: { kind: 'person', name, memo: bill.entry.toLowerCase() } };
  }
  const company = companyOf(day.circle, bill.key, bill.company);
  if (bill.how === 'check') return { payee: company.name, channel: { kind: 'check', number: nextCheck(day) } };
  return {
    payee: company.name,
    channel: {
      kind: 'ach',
      company: company.name,
      entry: bill.entry,
      sec: 'WEB',
      companyId: company.id,
      individual: bill.person,
      reference: company.customerId,
    },
  };
}

/** What a bill comes to this time: the usual price, by season and with a stray. */
function amountOf(day: Day, bill: Bill): number {
  const usual = usualAmount(day, `bill.${bill.key}`, bill.amount, bill.raise);
  const season = bill.season?.[day.month - 1] ?? 100;
  const stray = (bill.strayPercent ?? 0) * 10;
  const percent = drawsOf(day, `bill ${bill.key}`).around(-stray, stray);
  return Math.round((usual * season * (1000 + percent)) / 100_000);
}

/** A landlord's charge for rent that is a working week late. */
const lateAfterDays = 6;

/**
 * A monthly bill. It is paid on its date, or on the next working day; when the money is not there, it waits and is paid as
 * soon as it is, for rent with a late charge.
 */
export function payBill(day: Day, bill: Bill): void {
  const owedKey = `bill.${bill.key}.owed`;
  const sinceKey = `bill.${bill.key}.since`;
  const memory = day.state.memory;
  if (fallsMonthly(day.number, bill.date, 'later') && (bill.months?.includes(day.month) ?? true)) {
    memory[owedKey] = recall(day, owedKey, 0) + amountOf(day, bill);
    memory[sinceKey] = day.number;
  }
  const owed = recall(day, owedKey, 0);
  if (owed === 0 || !day.isBusinessDay) return;
  const late = bill.category === 'rent' && day.number - recall(day, sinceKey, day.number) >= lateAfterDays ? 3_500 : 0;
  if (!canPay(day, bill.account, owed + late)) return;
  const { channel, payee } = channelOf(day, bill);
  book(day, {
    account: bill.account,
    amount: -(owed + late),
    channel,
    truth: truthOf(payee, bill.category, { series: `${day.household.key}-${bill.key}` }),
  });
  memory[owedKey] = 0;
}
