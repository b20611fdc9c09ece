import { type Day, dayOf } from '../dates/day.ts';
import { householdOf, type Tx, viewerOf } from '../db/transact.ts';
import { isId } from '../ids.ts';
import { type AccountFacts, accountFacts, heldFrom } from './card-query.ts';
import { accountIntervals } from './intervals-query.ts';
import { chartDays } from './queries.ts';
import { sameAccountQuestions } from './same-account-query.ts';
import { syncLog } from './sync-log-query.ts';
import type { AccountView, DayBalance, Feature, FeatureRead, Permission, PermissionView } from './view.ts';

/** One account with all that its page shows; null when the viewer's household has no such account. */
export async function account(tx: Tx, accountId: string, today: Day, wallNow: Date): Promise<AccountView | null> {
  if (!isId(accountId)) return null;
  const zone = viewerOf(tx).timeZone;
  const [facts] = await accountFacts(tx, today, wallNow, accountId);
  if (!facts) return null;
  const days = chartDays(facts.coverageFrom, facts.linkedAt, zone, today);
  const { permissions, ...card } = facts;
  return {
    ...card,
    days: await dayBalances(tx, accountId, days),
    anchors: await anchorsSince(tx, facts, days[0] ?? today, zone),
    ...(await accountIntervals(tx, accountId, facts.currency, zone)),
    permissions: (await permissionViews(tx, [{ id: accountId, permissions }])).get(accountId) ?? [],
    syncLog: await syncLog(tx, accountId),
    ...(await counts(tx, facts)),
    sameAccountQuestion: await openQuestion(tx, accountId),
  };
}

/**
 * The days of a chart, each following the other, with what moved on them and what they ended with. A day without rows moved
 * nothing and keeps the end of the day before it; before coverage the end is not known.
 */
async function dayBalances(tx: Tx, accountId: string, days: readonly Day[]): Promise<DayBalance[]> {
  const rows = await tx.$queryRaw<DayBalance[]>`
    SELECT day::text AS day, in_minor AS "inMinor", out_minor AS "outMinor", row_count AS "rowCount", end_minor AS "endMinor"
    FROM account_day WHERE account_id = ${accountId}::uuid AND day BETWEEN coalesce(
        (SELECT max(day) FROM account_day WHERE account_id = ${accountId}::uuid AND day < ${days[0]}::date),
        ${days[0]}::date) AND ${days.at(-1)}::date
    ORDER BY day`;
  const known = new Map(rows.map((row) => [row.day, row]));
  let endMinor = rows.find((row) => row.day < (days[0] ?? row.day))?.endMinor ?? null;
  return days.map((day) => {
    const row = known.get(day) ?? { inMinor: 0n, outMinor: 0n, rowCount: 0, endMinor };
    endMinor = row.endMinor;
    return { ...row, day };
  });
}

async function anchorsSince(
  tx: Tx,
  { id, currency }: AccountFacts,
  from: Day,
  zone: string,
): Promise<AccountView['anchors']> {
  const rows = await tx.$queryRaw<{ id: string; asOf: Date; currentMinor: bigint }[]>`
    SELECT id, as_of AS "asOf", current_minor AS "currentMinor" FROM balance_anchor
    WHERE account_id = ${id}::uuid AND as_of >= ${from}::date - 1 ORDER BY as_of`;
  return rows
    .map((row) => ({
      id: row.id,
      asOf: row.asOf,
      day: dayOf(row.asOf, zone),
      current: { amountMinor: row.currentMinor, currency },
    }))
    .filter((anchor) => anchor.day >= from);
}

const featureOf = {
  balances: 'balance',
  transactions: 'transactions',
  ownership: 'ownership',
  payment_method: null,
} as const;
const never: FeatureRead = { state: 'never', attemptedAt: null, succeededAt: null, nextAvailableAt: null };

/** What each account was allowed to be read, and when each kind was: one entry per permission that exists. */
export async function permissionViews(
  tx: Tx,
  accounts: readonly { readonly id: string; readonly permissions: readonly string[] }[],
): Promise<Map<string, PermissionView[]>> {
  const reads = await tx.$queryRaw<(FeatureRead & { accountId: string; feature: Feature })[]>`
    SELECT account_id AS "accountId", feature, state, attempted_at AS "attemptedAt", ${heldFrom} AS "succeededAt",
      next_available_at AS "nextAvailableAt"
    FROM account_freshness WHERE account_id = ANY(${accounts.map(({ id }) => id)}::uuid[])`;
  return new Map(
    accounts.map(({ id, permissions }) => [
      id,
      (Object.keys(featureOf) as Permission[]).map((permission) => {
        const read = reads.find((one) => one.accountId === id && one.feature === featureOf[permission]) ?? never;
        const { state, attemptedAt, succeededAt, nextAvailableAt } = read;
        return {
          permission,
          isGranted: permissions.includes(permission),
          read: featureOf[permission] ? { state, attemptedAt, succeededAt, nextAvailableAt } : null,
        };
      }),
    ]),
  );
}

type CountsRow = { rowCount: number; ownersCount: number; areOwnersRead: boolean };

async function counts(
  tx: Tx,
  { id, permissions }: AccountFacts,
): Promise<Pick<AccountView, 'rowCount' | 'pending' | 'ownersCount' | 'areOwnersRead'>> {
  const [row] = await tx.$queryRaw<CountsRow[]>`
    SELECT
      (SELECT coalesce(sum(row_count), 0)::int FROM account_day WHERE account_id = ${id}::uuid) AS "rowCount",
      (SELECT count(*)::int FROM account_owner WHERE account_id = ${id}::uuid) AS "ownersCount",
      EXISTS (SELECT FROM account_freshness WHERE account_id = ${id}::uuid AND stored_ref IS NOT NULL) AS "areOwnersRead"`;
  const pending = await tx.$queryRaw<{ currency: string; count: number; amountMinor: bigint }[]>`
    SELECT currency, count(*)::int AS count, sum(amount_minor)::bigint AS "amountMinor" FROM transaction
    WHERE household_id = ${householdOf(tx)}::uuid AND account_id = ${id}::uuid AND status = 'pending'
    GROUP BY currency ORDER BY currency`;
  return {
    rowCount: row?.rowCount ?? 0,
    pending: pending.map(({ count, currency, amountMinor }) => ({ count, total: { amountMinor, currency } })),
    ownersCount: permissions.includes('ownership') ? (row?.ownersCount ?? 0) : null,
    areOwnersRead: row?.areOwnersRead ?? false,
  };
}

async function openQuestion(tx: Tx, accountId: string): Promise<AccountView['sameAccountQuestion']> {
  const [question] = await sameAccountQuestions(tx, accountId);
  return question ? { questionId: question.id, candidateName: question.candidateName } : null;
}
