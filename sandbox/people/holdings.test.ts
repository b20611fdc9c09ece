import { describe, expect, it } from 'vitest';
import { brands } from '#sandbox/people/brands.ts';
import { dayNumber, partsOf, weekdayOf } from '#sandbox/people/days.ts';
import { styleOf } from '#sandbox/people/descriptions.ts';
import { findHousehold, households } from '#sandbox/people/households.ts';
import { beginLife, liveDays } from '#sandbox/people/life.ts';
import { profiles } from '#sandbox/people/profiles.ts';
import type { BankAccount, LedgerRow } from '#sandbox/people/types.ts';

/** What every household goes through in 430 days, for each of some seeds; lived once for all tests. */
const seeds = [1, 2, 3, 4];
const lives = seeds.flatMap((seed) =>
  households.map((household) => ({
    seed,
    household: household.key,
    rows: liveDays(household, beginLife(household, seed, '2026-01-05'), 430).rows,
  })),
);
const of = (household: string) => lives.filter((life) => life.household === household).map(({ rows }) => rows);
const accounts = new Map(
  households.flatMap((household) => household.accounts.map((account) => [account.key, account])),
);
const account = (row: LedgerRow) => accounts.get(row.accountKey) as BankAccount;
const day = (row: LedgerRow) => Math.floor((row.authorizedAt - 5 * 3600) / 86_400);
const inCategory = (rows: LedgerRow[], ...categories: string[]) =>
  rows.filter(({ truth }) => categories.includes(truth.category));
const total = (rows: LedgerRow[]) => rows.reduce((sum, { amount }) => sum + amount, 0);
const groups = (rows: LedgerRow[], name: (row: LedgerRow) => string | null) =>
  Map.groupBy(
    rows.filter((row) => name(row) !== null),
    (row) => name(row) as string,
  );
const everyLife = lives.map((life) => [`${life.household}, seed ${life.seed}`, life] as const);

/** Days between two of a series, by how often it comes; holidays, weekends and an empty account move single ones. */
const rhythms = [
  [7, 7],
  [13, 15],
  [14, 18],
  [20, 45],
  [55, 100],
  [150, 215],
  [355, 375],
] as const;

describe.each(everyLife)('the truth about %s', (_, { rows }) => {
  it('names every row', () => {
    for (const { truth } of rows) {
      expect(truth.payee.trim()).toBe(truth.payee);
      expect(truth.payee).not.toBe('');
      for (const name of [truth.series, truth.transferPair, truth.incomeStream]) expect(name).not.toBe('');
    }
  });

  it('has series that are regular: one account’s side, one direction, one category, one payee, one rhythm', () => {
    const sides = groups(rows, ({ truth, amount }) => truth.series && `${truth.series} ${Math.sign(amount)}`);
    expect(sides.size).toBeGreaterThan(5);
    for (const [name, side] of sides) {
      expect(new Set(side.map(({ truth }) => truth.category)).size, name).toBe(1);
      expect(new Set(side.map(({ truth }) => truth.payee)).size, name).toBe(1);
      const gaps = side.slice(1).map((row, index) => day(row) - day(side[index] as LedgerRow));
      const fits = rhythms.some(([least, most]) => gaps.every((gap) => gap >= least && gap <= most));
      expect(fits, `${name}: ${gaps}`).toBe(true);
    }
  });

  it('has transfer pairs of two sides in two accounts that cancel, and no transfer without one', () => {
    const last = Math.max(...rows.map(day));
    for (const [name, sides] of groups(rows, ({ truth }) => truth.transferPair)) {
      if (last - day(sides[0] as LedgerRow) < 8) continue;
      expect(sides, name).toHaveLength(2);
      expect(total(sides), name).toBe(0);
      expect(new Set(sides.map(({ accountKey }) => accountKey)).size, name).toBe(2);
      expect(new Set(sides.map(({ truth }) => truth.category)).size, name).toBe(1);
    }
    for (const row of inCategory(rows, 'transfer', 'card_payment')) expect(row.truth.transferPair).not.toBeNull();
  });

  it('has income streams of one payer into one account, and each salary, benefit, pension and platform in one', () => {
    const streams = groups(rows, ({ truth }) => truth.incomeStream);
    for (const [name, stream] of streams) {
      expect(new Set(stream.map(({ truth, accountKey }) => `${truth.payee} ${accountKey}`)).size, name).toBe(1);
      for (const row of stream) expect(row.amount).toBeGreaterThan(0);
    }
    const earned = ['income_payroll', 'income_gig', 'income_benefits', 'income_pension', 'income_interest'];
    for (const row of inCategory(rows, ...earned)) expect(row.truth.incomeStream).not.toBeNull();
  });

  it('has a series for everything that is paid by contract', () => {
    const contracts = ['rent', 'mortgage', 'loan', 'utilities', 'internet_phone', 'insurance', 'subscriptions'];
    const paid = inCategory(rows, ...contracts).filter(({ amount }) => amount < 0);
    expect(paid.length).toBeGreaterThan(20);
    for (const row of paid) expect(row.truth.series, row.truth.payee).not.toBeNull();
  });

  it('pays for the roof every month, and eats every week', () => {
    const roof = new Set(inCategory(rows, 'rent', 'mortgage').map((row) => Math.floor(day(row) / 31)));
    expect(roof.size).toBeGreaterThanOrEqual(13);
    const weeks = new Set(inCategory(rows, 'groceries', 'restaurants').map((row) => Math.floor(day(row) / 7)));
    expect(weeks.size).toBeGreaterThan(55);
  });

  it('brings back only what was bought: same place, same account, not more than was paid', () => {
    const isRefund = ({ amount, truth }: LedgerRow) =>
      amount > 0 && ['shopping', 'home', 'health', 'business_expense', 'education'].includes(truth.category);
    for (const refund of rows.filter(isRefund)) {
      const bought = rows.some(
        (row) =>
          row.truth.payee === refund.truth.payee &&
          row.accountKey === refund.accountKey &&
          row.amount <= -refund.amount &&
          row.authorizedAt < refund.authorizedAt &&
          day(refund) - day(row) <= 21,
      );
      expect(bought, `${refund.truth.payee} ${refund.amount}`).toBe(true);
    }
  });

  it('adds tips on posting, a quarter at most, and changes no other amount', () => {
    for (const { pendingAmount, amount, truth } of rows) {
      if (pendingAmount === null) continue;
      expect(['restaurants', 'personal_care', 'transport', 'travel']).toContain(truth.category);
      expect(amount).toBeLessThan(pendingAmount);
      expect(amount).toBeGreaterThanOrEqual(Math.floor(pendingAmount * 1.22) - 50);
    }
  });

  it('draws cash in twenties, with what another bank’s machine adds, and that costs a fee', () => {
    const withdrawals = inCategory(rows, 'cash');
    expect(withdrawals.length).toBeGreaterThan(5);
    for (const { amount } of withdrawals) expect([0, 250, 300, 350]).toContain(-amount % 2_000);
    const foreign = withdrawals.filter(({ amount }) => -amount % 2_000 !== 0).length;
    const charged = rows.filter(({ truth }) => truth.payee === 'ATM fee').length;
    expect(Math.abs(charged - foreign)).toBeLessThanOrEqual(1);
  });
});

describe('a year', () => {
  it.each([
    ['salaried', 'salaried-car_insurance'],
    ['family', 'family-umbrella'],
    ['retiree', 'retiree-home_insurance'],
  ])('brings %s one large insurance', (key, series) => {
    const household = findHousehold(key);
    for (const seed of seeds) {
      const { rows } = liveDays(household, beginLife(household, seed, '2026-01-05'), 3 * 365);
      const paid = rows.filter(({ truth }) => truth.series === series);
      expect(paid).toHaveLength(3);
      const gaps = paid.slice(1).map((row, index) => day(row) - day(paid[index] as LedgerRow));
      for (const gap of gaps) expect(Math.abs(gap - 365)).toBeLessThanOrEqual(5);
      for (const row of paid) expect(row.amount).toBeLessThan(-30_000);
    }
  });

  it('brings a holiday: days of spending in one other town, a hotel at their end, few purchases at home', () => {
    for (const rows of [...of('salaried'), ...of('family')]) {
      const summer = inCategory(rows, 'travel').filter((row) => {
        const { month } = partsOf(day(row));
        return month >= 6 && month <= 9 && row.amount < 0;
      });
      expect(summer.length).toBeGreaterThan(5);
      const away = summer.filter((row) => row.amount > -30_000).map(day);
      expect(Math.max(...away) - Math.min(...away)).toBeLessThan(120);
      expect(Math.min(...summer.map(({ amount }) => amount))).toBeLessThan(-20_000);
    }
  });

  it('brings a tax refund in spring to those who have one coming, and taxes in advance to the self-employed', () => {
    for (const profile of profiles) {
      for (const rows of of(profile.household)) {
        const refunds = inCategory(rows, 'tax_refund');
        expect(refunds.length > 0).toBe(profile.taxes.refund !== null || profile.taxes.stateRefund !== null);
        for (const row of refunds) {
          expect(row.amount).toBeGreaterThan(0);
          expect(partsOf(day(row)).month).toBeGreaterThanOrEqual(2);
          expect(partsOf(day(row)).month).toBeLessThanOrEqual(5);
        }
        const advance = inCategory(rows, 'taxes').filter(({ truth }) => truth.payee === 'IRS');
        if (profile.taxes.estimated === null) expect(advance).toEqual([]);
        else expect(advance.length).toBeGreaterThanOrEqual(2);
      }
    }
  });

  it('credits interest every month, of about the rate on what was saved', () => {
    for (const rows of of('retiree')) {
      const earned = inCategory(rows, 'income_interest').map(({ amount }) => amount);
      expect(earned.length).toBeGreaterThanOrEqual(13);
      // 3.8 % a year on sixty to seventy-five thousand dollars.
      for (const amount of earned.slice(1)) {
        expect(amount).toBeGreaterThan(15_000);
        expect(amount).toBeLessThan(26_000);
      }
    }
  });

  it('cools in summer: power costs a good deal more in July than in April', () => {
    const power = (rows: LedgerRow[], month: number) =>
      total(rows.filter((row) => row.truth.series === 'gig-power' && partsOf(day(row)).month === month));
    for (const rows of of('gig')) expect(power(rows, 7)).toBeLessThan(1.4 * power(rows, 4));
  });

  it('raises prices of subscriptions and never lowers them', () => {
    let rises = 0;
    for (const { rows } of lives) {
      const bySeries = groups(inCategory(rows, 'subscriptions'), ({ truth }) => truth.series);
      for (const [name, charges] of bySeries) {
        for (const [index, { amount }] of charges.entries()) {
          const before = charges[index - 1]?.amount ?? amount;
          expect(amount, name).toBeLessThanOrEqual(before);
          if (amount < before) rises += 1;
        }
      }
    }
    expect(rises).toBeGreaterThan(lives.length);
  });
});

describe('the people', () => {
  /** The balance of an account after each posting, with its day. */
  function balances(rows: LedgerRow[], key: string): { balance: number; postedOn: number }[] {
    const posted = rows.filter((row) => row.accountKey === key && row.postsAt !== null);
    const moves = posted.toSorted((a, b) => (a.postsAt ?? 0) - (b.postsAt ?? 0) || b.amount - a.amount);
    let balance = accounts.get(key)?.openingBalance ?? 0;
    return moves.map((row) => {
      balance += row.amount;
      return { balance, postedOn: Math.floor((row.postsAt ?? 0) / 86_400) };
    });
  }

  it('have the student live close to zero, and not below', () => {
    for (const rows of of('student')) {
      const values = balances(rows, 'student.tidewell.spending');
      const lowest = Math.min(...values.map(({ balance }) => balance));
      expect(lowest).toBeGreaterThanOrEqual(0);
      expect(lowest).toBeLessThan(9_000);
      const tight = values.filter(({ balance }) => balance < 15_000).map(({ postedOn }) => Math.floor(postedOn / 30));
      expect(new Set(tight).size).toBeGreaterThanOrEqual(5);
      expect(inCategory(rows, 'income_other').some(({ truth }) => truth.payee === 'Ruth Marlin')).toBe(true);
    }
  });

  it('have the gig worker overdrawn before the credit union charges for it', () => {
    let fees = 0;
    for (const rows of of('gig')) {
      for (const fee of rows.filter(({ truth }) => truth.payee === 'Overdraft fee')) {
        fees += 1;
        const before = rows.filter((row) => (row.postsAt ?? Number.POSITIVE_INFINITY) < (fee.postsAt ?? 0));
        const recent = balances(before, 'gig.copperleaf.checking').slice(-12);
        expect(Math.min(...recent.map(({ balance }) => balance))).toBeLessThan(0);
      }
    }
    expect(fees).toBeGreaterThan(0);
  });

  it('have the sole trader paid out on working days into the business, and draw a pay from it each Friday', () => {
    for (const rows of of('trader')) {
      const payouts = rows.filter(({ truth }) => truth.incomeStream === 'trader-card_takings');
      expect(payouts.length).toBeGreaterThan(150);
      for (const row of payouts) {
        expect(row.accountKey).toBe('trader.harborline.business');
        expect([1, 2, 3, 4, 5]).toContain(weekdayOf(day(row)));
        expect(row.description).toMatch(/^SQUARE INC DES:SQ\d{6}/);
      }
      const draws = rows.filter(
        ({ truth, accountKey, amount }) =>
          truth.category === 'transfer' && accountKey === 'trader.harborline.checking' && amount >= 10_000,
      );
      expect(draws.filter((row) => weekdayOf(day(row)) === 5).length).toBeGreaterThan(20);
    }
  });
});

describe('descriptions of a year', () => {
  const rows = lives.flatMap((life) => life.rows);

  it('name the entry class and the company of ACH entries, payments by web, payroll and business alike', () => {
    for (const code of ['PPD', 'WEB']) {
      const entry = new RegExp(`DES:[\\w{}]+.* INDN:.* CO ID:\\d{10} ${code}$`);
      expect(rows.filter(({ description }) => entry.test(description)).length, code).toBeGreaterThan(50);
    }
    expect(rows.some(({ description }) => /\bCCD\b|EDI PYMNTS/.test(description))).toBe(true);
  });

  it('tell city and state, and store numbers', () => {
    const cards = rows.filter(({ truth }) => ['groceries', 'coffee', 'fuel'].includes(truth.category));
    const states = new Set(profiles.map(({ home }) => home.state));
    const placed = cards.filter(({ description }) => [...states].some((state) => description.includes(state)));
    expect(placed.length / cards.length).toBeGreaterThan(0.6);
    const numbered = cards.filter(({ description }) => /#\s?\d{3,}|[A-Z] \d{4,}/.test(description));
    expect(numbered.length / cards.length).toBeGreaterThan(0.1);
  });

  it('cut long names, so that payees have to be recognized from their beginnings', () => {
    let cuts = 0;
    for (const row of rows) {
      const name = row.truth.payee.toUpperCase();
      const { descriptorLimit } = styleOf(account(row).institution);
      if (name.length <= descriptorLimit || row.pendingDescription === null) continue;
      if (row.description.includes(name.slice(0, 15)) && !row.description.includes(name)) cuts += 1;
    }
    expect(cuts).toBeGreaterThan(100);
  });

  it('are of merchants of which at least a third stand in no list of brands', () => {
    const known = new Set(Object.values(brands).flatMap((list) => list.map(([payee]) => payee)));
    const shops = ['groceries', 'coffee', 'restaurants', 'fuel', 'shopping', 'home', 'health', 'entertainment'];
    for (const life of lives) {
      const merchants = new Set(
        inCategory(life.rows, ...shops)
          .filter(({ truth, pendingDescription }) => truth.series === null && pendingDescription !== undefined)
          .map(({ truth }) => truth.payee),
      );
      const unknown = [...merchants].filter((payee) => !known.has(payee)).length;
      expect(unknown / merchants.size, `${life.household} ${life.seed}`).toBeGreaterThan(1 / 3);
    }
  });
});

it('days are counted from the same day as everywhere', () => {
  expect(day({ authorizedAt: Date.UTC(2026, 0, 5, 17) / 1000 } as LedgerRow)).toBe(dayNumber('2026-01-05'));
});
