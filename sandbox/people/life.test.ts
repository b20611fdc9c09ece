import { describe, expect, it } from 'vitest';
import { findInstitution } from '#sandbox/institutions.ts';
import { truthCategories } from '#sandbox/people/categories.ts';
import { dateStamp, dayNumber, dayText, isBusinessDay, weekdayOf } from '#sandbox/people/days.ts';
import { testHouseholds } from '#sandbox/people/fixed.ts';
import { findHousehold, households } from '#sandbox/people/households.ts';
import type { State } from '#sandbox/people/ledger.ts';
import { beginLife, liveDays, liveOneDay } from '#sandbox/people/life.ts';
import type { Household, LedgerRow, Life } from '#sandbox/people/types.ts';

const everyone = [...households, ...testHouseholds];
const firstDay = '2026-02-11';
const firstMoment = Date.UTC(2026, 1, 11, 5) / 1000;

function lived(household: Household, seed: number, days: number): { rows: LedgerRow[]; life: Life } {
  return liveDays(household, beginLife(household, seed, firstDay), days);
}

const wallDate = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York', dateStyle: 'short' });

/** The day in New York on which a moment lies. */
function newYorkDay(seconds: number): string {
  const parts = Object.fromEntries(wallDate.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}`;
}

describe.each(everyone.map((household) => [household.key, household] as const))('the life of %s', (_, household) => {
  it('is the same for the same seed', () => {
    expect(JSON.stringify(lived(household, 7, 90))).toBe(JSON.stringify(lived(household, 7, 90)));
  });

  it('is the same lived in one go, or day by day with each night spent as JSON', () => {
    const atOnce = lived(household, 3, 120);
    const rows: LedgerRow[] = [];
    let life: Life = JSON.parse(JSON.stringify(beginLife(household, 3, firstDay)));
    for (let day = 0; day < 120; day += 1) {
      const next = liveOneDay(household, life);
      rows.push(...(JSON.parse(JSON.stringify(next.rows)) as LedgerRow[]));
      life = JSON.parse(JSON.stringify(next.life));
    }
    expect(rows).toEqual(atOnce.rows);
    expect(life).toEqual(atOnce.life);
  });

  it('leaves the life it was given as it was', () => {
    const { life } = lived(household, 4, 40);
    const before = JSON.stringify(life);
    liveOneDay(household, life);
    expect(JSON.stringify(life)).toBe(before);
  });

  it('carries balances that are the opening plus what the ledgers have taken', () => {
    for (let seed = 1; seed <= 5; seed += 1) {
      let life = beginLife(household, seed, firstDay);
      const rows: LedgerRow[] = [];
      for (let day = 0; day < 150; day += 1) {
        const next = liveOneDay(household, life);
        rows.push(...next.rows);
        const today = life.nextDay;
        life = next.life;
        if (day % 29 !== 0) continue;
        for (const account of household.accounts) {
          const posted = rows.filter(
            (row) => row.accountKey === account.key && row.postsAt !== null && newYorkDay(row.postsAt) <= today,
          );
          const balance = posted.reduce((sum, row) => sum + row.amount, account.openingBalance);
          expect((life.state as State).balances[account.key]).toBe(balance);
        }
      }
    }
  });

  it('makes rows that are well formed and happen in a possible order', () => {
    const { rows } = lived(household, 11, 200);
    const accounts = new Map(household.accounts.map((account) => [account.key, account]));
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
    for (const row of rows) {
      const account = accounts.get(row.accountKey);
      if (!account) throw new Error(`A row for the unknown account ${row.accountKey}.`);
      expect(Number.isSafeInteger(row.amount) && row.amount !== 0).toBe(true);
      expect(row.description.trim()).toBe(row.description);
      expect(row.description).not.toBe('');
      expect(row.pendingDescription).not.toBe('');
      expect(row.pendingAmount).not.toBe(row.amount);
      expect(truthCategories).toContain(row.truth.category);
      expect((row.postsAt === null) !== (row.voidAt === null)).toBe(true);
      expect(row.postsAt === null).toBe(row.postedAt === null);
      expect(row.authorizedAt).toBeGreaterThanOrEqual(firstMoment);
      if (row.voidAt !== null) expect(row.voidAt).toBeGreaterThan(row.authorizedAt);
      if (row.postsAt === null) continue;
      expect(row.postsAt).toBeGreaterThanOrEqual(row.authorizedAt);
      expect(row.postsAt - row.authorizedAt).toBeLessThan(8 * 86_400);
      const postingDay = dayNumber(newYorkDay(row.postsAt));
      const { tellsPosting, postsCards } = findInstitution(account.institution);
      const mayPostAnyDay = postsCards === 'every-day' && row.authorizedAt < row.postsAt;
      expect(mayPostAnyDay || isBusinessDay(postingDay)).toBe(true);
      const told = tellsPosting === 'day' ? dateStamp(postingDay) : row.postsAt;
      expect(row.postedAt).toBe(told);
    }
  });

  it('shows rows first on the day that made them', () => {
    let life = beginLife(household, 2, firstDay);
    for (let day = 0; day < 60; day += 1) {
      const today = life.nextDay;
      const next = liveOneDay(household, life);
      for (const row of next.rows) expect(newYorkDay(row.authorizedAt)).toBe(today);
      expect(next.rows.map((row) => row.authorizedAt)).toEqual(
        next.rows.map((row) => row.authorizedAt).toSorted((a, b) => a - b),
      );
      life = next.life;
    }
  });

  it('carries no more after years than after months', () => {
    const months = JSON.stringify(lived(household, 5, 400).life).length;
    const years = JSON.stringify(lived(household, 5, 1500).life).length;
    expect(years).toBeLessThan(months * 1.5 + 500);
  });

  it('moves money between own accounts without losing any', () => {
    const { rows } = lived(household, 6, 300);
    const pairs = Map.groupBy(
      rows.filter((row) => row.truth.transferPair !== null),
      (row) => row.truth.transferPair,
    );
    const lastMoment = Math.max(...rows.map((row) => row.authorizedAt));
    for (const [name, sides] of pairs) {
      const begun = sides[0]?.authorizedAt ?? 0;
      if (lastMoment - begun < 8 * 86_400) continue;
      expect(sides.map((side) => side.accountKey).sort(), `${name}`).toHaveLength(2);
      expect(sides.reduce((sum, side) => sum + side.amount, 0)).toBe(0);
      const times = sides.map((side) => side.postsAt ?? 0);
      expect(Math.abs((times[0] ?? 0) - (times[1] ?? 0))).toBeLessThan(6 * 86_400);
    }
  });
});

describe('pay days', () => {
  it('come every second Friday, and before a holiday on the day before', () => {
    const household = findHousehold('salaried');
    const met = new Set<string>();
    for (let seed = 1; seed <= 12; seed += 1) {
      const days = liveDays(household, beginLife(household, seed, '2026-06-01'), 400)
        .rows.filter((row) => row.truth.category === 'income_payroll')
        .map((row) => dayNumber(newYorkDay(row.authorizedAt)));
      expect(days.length).toBeGreaterThanOrEqual(28);
      for (const [index, day] of days.entries()) {
        met.add(dayText(day));
        if (index > 0) expect(Math.abs(day - (days[index - 1] ?? 0) - 14)).toBeLessThanOrEqual(1);
        expect(weekdayOf(day) === 5 || !isBusinessDay(day + 1), dayText(day)).toBe(true);
      }
    }
    // Christmas of 2026 is a Friday: the pay meant for it comes a day early.
    expect(met).toContain('2026-12-24');
    expect(met).not.toContain('2026-12-25');
  });

  it('raise the salary once a year and never lower it', () => {
    const household = findHousehold('salaried');
    const amounts = liveDays(household, beginLife(household, 8, '2026-01-02'), 730)
      .rows.filter((row) => row.truth.incomeStream === 'salaried-payroll')
      .map((row) => row.amount);
    expect(new Set(amounts).size).toBe(3);
    expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
  });
});

describe('what households go through', () => {
  const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

  /** Balances of every account at the end of every day. */
  function balancesOf(household: Household, seed: number, days: number): Record<string, number>[] {
    const balances: Record<string, number>[] = [];
    let life = beginLife(household, seed, '2026-01-05');
    for (let day = 0; day < days; day += 1) {
      life = liveOneDay(household, life).life;
      balances.push((life.state as State).balances);
    }
    return balances;
  }

  it.each(households.map((household) => [household.key, household] as const))(
    'stays believable for %s over 400 days and 20 seeds',
    (_, household) => {
      for (const seed of seeds) {
        const days = balancesOf(household, seed, 400);
        for (const account of household.accounts) {
          const values = days.map((balances) => balances[account.key] ?? Number.NaN);
          const lowest = Math.min(...values);
          const highest = Math.max(...values);
          if (account.subcategory === 'checking')
            expect(lowest, `${account.key}, seed ${seed}`).toBeGreaterThan(-50_000);
          if (account.subcategory === 'savings') expect(lowest).toBeGreaterThanOrEqual(0);
          if (account.creditLimit !== undefined) expect(lowest).toBeGreaterThan(-account.creditLimit);
          if (account.category === 'credit') expect(highest).toBeLessThan(60_000);
          if (account.category === 'cash') expect(highest).toBeLessThan(8_500_000);
          if (account.subcategory === 'mortgage') expect(values.at(-1)).toBeGreaterThan(account.openingBalance);
          if (account.subcategory === 'checking' && household.key !== 'gig') expect(lowest).toBeGreaterThanOrEqual(0);
        }
      }
    },
  );

  it('never makes the salaried household rich', () => {
    const household = findHousehold('salaried');
    for (const seed of seeds) {
      const last = balancesOf(household, seed, 400).at(-1) ?? {};
      const worth = Object.values(last).reduce((sum, balance) => sum + balance, 0);
      expect(worth).toBeGreaterThan(300_000);
      expect(worth).toBeLessThan(3_000_000);
    }
  });

  it('gives the salaried household 90 to 150 rows a month', () => {
    const household = findHousehold('salaried');
    for (const seed of seeds.slice(0, 8)) {
      const perMonth = lived(household, seed, 304).rows.length / 10;
      expect(perMonth).toBeGreaterThan(90);
      expect(perMonth).toBeLessThan(150);
    }
  });

  it('overdraws the gig worker now and then, and the credit union charges for it', () => {
    const household = findHousehold('gig');
    const fees = seeds.flatMap((seed) =>
      lived(household, seed, 365).rows.filter((row) => row.truth.payee === 'Overdraft fee'),
    );
    expect(fees.length / seeds.length).toBeGreaterThan(1);
    expect(fees.length / seeds.length).toBeLessThan(12);
  });

  it('brings everything that a life in bank rows has', () => {
    const rows = households.flatMap((household) => lived(household, 1, 380).rows);
    const texts = rows.map((row) => row.description).join('\n');
    for (const sign of [
      'SQ *',
      'TST*',
      'POS DEBIT',
      'CHECKCARD',
      'DES:PAYROLL',
      'CO ID:',
      ' PPD',
      'INDN:',
      'IRS TREAS 310',
    ]) {
      expect(texts).toContain(sign);
    }
    const categories = new Set(rows.map((row) => row.truth.category));
    for (const category of truthCategories) expect(categories, category).toContain(category);
    expect(rows.some((row) => row.voidAt !== null)).toBe(true);
    expect(rows.some((row) => row.pendingAmount !== null && row.pendingAmount > row.amount)).toBe(true);
    expect(rows.some((row) => row.pendingDescription !== null)).toBe(true);
    expect(rows.some((row) => row.amount > 0 && row.truth.category === 'shopping')).toBe(true);
  });

  it('has twins: two rows of a day, account, amount and name that are two purchases', () => {
    const { rows } = lived(findHousehold('salaried'), 1, 180);
    const alike = Map.groupBy(
      rows.filter((row) => row.truth.category === 'coffee'),
      (row) => [row.accountKey, newYorkDay(row.authorizedAt), row.amount, row.truth.payee].join('|'),
    );
    expect([...alike.values()].some((group) => group.length === 2)).toBe(true);
  });

  it('raises the price of a subscription from time to time', () => {
    const { rows } = lived(findHousehold('salaried'), 1, 420);
    const prices = new Map<string, Set<number>>();
    for (const row of rows) {
      if (row.truth.category !== 'subscriptions' || row.truth.series === null) continue;
      prices.set(row.truth.series, (prices.get(row.truth.series) ?? new Set()).add(row.amount));
    }
    expect([...prices.values()].some((amounts) => amounts.size > 1)).toBe(true);
  });

  it('heats in winter: gas costs at least twice as much in January as in July', () => {
    const rows = seeds.slice(0, 5).flatMap((seed) => lived(findHousehold('family'), seed, 365).rows);
    const gas = (month: string): number =>
      rows
        .filter((row) => row.truth.series === 'family-gas' && newYorkDay(row.authorizedAt).slice(5, 7) === month)
        .reduce((sum, row) => sum - row.amount, 0);
    expect(gas('01')).toBeGreaterThan(2 * gas('07'));
    expect(gas('07')).toBeGreaterThan(0);
  });
});
