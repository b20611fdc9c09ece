import { addDays, type Day, dayOf, eachDay, later } from '../dates/day.ts';
import type { Tx } from '../db/transact.ts';
import { attention } from './attention-query.ts';
import { type AccountFacts, accountFacts } from './card-query.ts';
import { cashFlow, trendFrom } from './cash-flow-query.ts';
import { chartEnds, dayEnds, spread } from './ends-query.ts';
import { netWorthNow, netWorthSeries } from './net-worth.ts';
import type {
  AccountCardView,
  AccountListView,
  BalancesOnDayView,
  NetWorthNow,
  NetWorthView,
  OverviewView,
} from './view.ts';

/** How many days of net worth a chart is given; a longer history is thinned evenly. */
const mostPoints = 180;
const changeOverDays = 30;

/** The household's accounts with the last thirty days of each, and net worth now. */
export async function accountList(tx: Tx, today: Day, wallNow: Date): Promise<AccountListView> {
  const accounts = await accountFacts(tx, today, wallNow);
  const ids = accounts.map(({ id }) => id);
  const trends = await chartEnds(tx, ids, eachDay(trendFrom(today), today));
  return {
    accounts: accounts.map((account) => ({ ...account, trend: trends.get(account.id) ?? [] })),
    netWorth: netWorthNow(accounts),
  };
}

/** The same without what lies behind: for the rail, which stands beside every page. */
export async function accountCards(
  tx: Tx,
  today: Day,
  wallNow: Date,
): Promise<{ accounts: readonly AccountCardView[]; netWorth: readonly NetWorthNow[] }> {
  const accounts = await accountFacts(tx, today, wallNow);
  return { accounts, netWorth: netWorthNow(accounts) };
}

/** Everything that the overview shows, of one snapshot. `now` is product time and `today` its day in the household's zone. */
export async function overview(tx: Tx, today: Day, now: Date, wallNow: Date): Promise<OverviewView> {
  const accounts = await accountFacts(tx, today, wallNow);
  return {
    accounts,
    netWorth: await netWorth(tx, accounts, today),
    cashFlow: await cashFlow(tx, today, earliest(accounts.map((account) => account.coverageFrom))),
    attention: await attention(tx, accounts, now),
  };
}

/** What the accounts that count toward net worth held at the end of one day. */
export async function balancesOn(tx: Tx, day: Day, today: Day, wallNow: Date): Promise<BalancesOnDayView> {
  const parts = (await accountFacts(tx, today, wallNow)).filter((account) => account.inNetWorth && account.balance);
  const ends = await dayEnds(
    tx,
    parts.map((part) => part.id),
    [day],
  );
  return {
    day,
    accounts: parts.map(({ id, name, kind, currency }) => {
      const end = ends.find((one) => one.accountId === id)?.ends[0] ?? null;
      return { accountId: id, name, kind, end: end === null ? null : { amountMinor: end, currency } };
    }),
  };
}

async function netWorth(tx: Tx, accounts: readonly AccountFacts[], today: Day): Promise<NetWorthView[]> {
  const now = netWorthNow(accounts);
  if (now.length === 0) return [];
  const from = earliest([today, ...accounts.map((account) => account.coverageFrom)]) ?? today;
  const then = addDays(today, -changeOverDays);
  const days = [...new Set([...spread(from, today, mostPoints), ...(then >= from ? [then] : [])])].sort();
  const ends = await dayEnds(
    tx,
    now.flatMap((one) => one.parts.map((part) => part.accountId)),
    days,
  );
  return now.map((one) => seriesOf(one, days, ends, then));
}

function seriesOf(
  now: NetWorthNow,
  days: readonly Day[],
  ends: Awaited<ReturnType<typeof dayEnds>>,
  then: Day,
): NetWorthView {
  const { currency } = now.net;
  const own = ends.filter((end) => now.parts.some((part) => part.accountId === end.accountId));
  // Today as every other day, and as in the charts of the accounts: with the rows that stand after the newest balance.
  const series = netWorthSeries(days, own);
  const before = series.find((point) => point.day === then && point.missing === 0);
  const thenMinor = before ? before.assetsMinor + before.debtsMinor : 0n;
  const change = before
    ? {
        amount: { amountMinor: now.net.amountMinor - thenMinor, currency },
        since: then,
        before: { amountMinor: thenMinor, currency },
      }
    : null;
  return { ...now, currency, series, change };
}

/** The earliest of some days, of which some may not be known; null when none is. */
function earliest(days: readonly (Day | null)[]): Day | null {
  return days.reduce((first, day) => (day !== null && (first === null || day < first) ? day : first), null);
}

/** The days of an account's chart: a year at most, and two weeks before its coverage, which are shown as unknown. */
export function chartDays(coverageFrom: Day | null, linkedAt: Date, zone: string, today: Day): Day[] {
  const known = coverageFrom ?? dayOf(linkedAt, zone);
  return eachDay(later(addDays(today, -365), addDays(known, -14)), today);
}
