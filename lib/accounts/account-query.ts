import { type Day, dayOf, startOfDay } from '../dates/day.ts';
import { householdOf, type Tx, viewerOf } from '../db/transact.ts';
import { isId } from '../ids.ts';
import { type AccountFacts, accountFacts, heldFrom } from './card-query.ts';
import { chartEnds } from './ends-query.ts';
import { accountIntervals } from './intervals-query.ts';
import { chartDays } from './queries.ts';
import { postedRowCounts } from './row-count-query.ts';
import { sameAccountQuestions } from './same-account-query.ts';
import { syncLog } from './sync-log-query.ts';
import {
  type AccountView,
  type Feature,
  type FeatureRead,
  mostStated,
  type Permission,
  type PermissionView,
} from './view.ts';

/**
 * One account with all that its page shows; null when the viewer's household has no such account. `askedInterval` is shown
 * among its intervals however old it is.
 */
export async function account(
  tx: Tx,
  accountId: string,
  today: Day,
  wallNow: Date,
  askedInterval: string | null = null,
): Promise<AccountView | null> {
  if (!isId(accountId)) return null;
  const zone = viewerOf(tx).timeZone;
  const [facts] = await accountFacts(tx, today, wallNow, accountId);
  if (!facts) return null;
  const days = chartDays(facts.coverageFrom, facts.linkedAt, zone, today);
  const { permissions, ...card } = facts;
  return {
    ...card,
    days: (await chartEnds(tx, [accountId], days)).get(accountId) ?? [],
    stated: await statedSince(tx, facts, days[0] ?? today, zone),
    ...(await accountIntervals(tx, facts, zone, askedInterval)),
    permissions: (await permissionViews(tx, [{ id: accountId, permissions }])).get(accountId) ?? [],
    syncLog: await syncLog(tx, accountId),
    ...(await counts(tx, facts)),
    sameAccountQuestion: await openQuestion(tx, accountId),
  };
}

/** What the bank has stated since a day; nothing where that is more than can be shown apart. */
async function statedSince(
  tx: Tx,
  { id, currency }: AccountFacts,
  from: Day,
  zone: string,
): Promise<AccountView['stated']> {
  const rows = await tx.$queryRaw<{ asOf: Date; currentMinor: bigint }[]>`
    SELECT as_of AS "asOf", current_minor AS "currentMinor" FROM balance_anchor
    WHERE account_id = ${id}::uuid AND as_of >= ${startOfDay(from, zone)} ORDER BY as_of LIMIT ${mostStated + 1}`;
  if (rows.length > mostStated) return [];
  return rows.map(({ asOf, currentMinor }) => ({
    day: dayOf(asOf, zone),
    current: { amountMinor: currentMinor, currency },
  }));
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

type OwnersRow = { ownersCount: number; areOwnersRead: boolean };

async function counts(
  tx: Tx,
  { id, permissions }: AccountFacts,
): Promise<Pick<AccountView, 'rowCount' | 'pending' | 'ownersCount' | 'areOwnersRead'>> {
  const [row] = await tx.$queryRaw<OwnersRow[]>`
    SELECT
      (SELECT count(*)::int FROM account_owner WHERE account_id = ${id}::uuid) AS "ownersCount",
      EXISTS (SELECT FROM account_freshness WHERE account_id = ${id}::uuid AND stored_ref IS NOT NULL) AS "areOwnersRead"`;
  const pending = await tx.$queryRaw<{ currency: string; count: number; amountMinor: bigint }[]>`
    SELECT currency, count(*)::int AS count, sum(amount_minor)::bigint AS "amountMinor" FROM transaction
    WHERE household_id = ${householdOf(tx)}::uuid AND account_id = ${id}::uuid AND status = 'pending'
    GROUP BY currency ORDER BY currency`;
  return {
    rowCount: (await postedRowCounts(tx, [id])).get(id) ?? 0,
    pending: pending.map(({ count, currency, amountMinor }) => ({ count, total: { amountMinor, currency } })),
    ownersCount: permissions.includes('ownership') ? (row?.ownersCount ?? 0) : null,
    areOwnersRead: row?.areOwnersRead ?? false,
  };
}

async function openQuestion(tx: Tx, accountId: string): Promise<AccountView['sameAccountQuestion']> {
  const questions = await sameAccountQuestions(tx, accountId);
  const question = questions.find((one) => one.accountId === accountId) ?? questions[0];
  if (!question) return null;
  const { id: questionId, accountName, candidateName } = question;
  return { questionId, accountName, candidateName, isEarlier: question.accountId !== accountId };
}
