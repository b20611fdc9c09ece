import { Prisma } from '#prisma-client/client.ts';
import { account, permissionViews } from './accounts/account-query.ts';
import { arrival } from './accounts/arrival-query.ts';
import { attention } from './accounts/attention-query.ts';
import { accountFacts } from './accounts/card-query.ts';
import { cashFlow } from './accounts/cash-flow-query.ts';
import { renameAccount, setInNetWorth } from './accounts/commands.ts';
import { connectionList } from './accounts/connection-query.ts';
import { accountDay } from './accounts/day-query.ts';
import { chartEnds, dayEnds } from './accounts/ends-query.ts';
import { accountIntervals, hasInterval } from './accounts/intervals-query.ts';
import { accountName, accountNames } from './accounts/names-query.ts';
import { accountCards, accountList, balancesOn, overview } from './accounts/queries.ts';
import { rollUpCoverage, rollUpEnds, sumDays } from './accounts/roll-up.ts';
import { postedRowCounts } from './accounts/row-count-query.ts';
import { answeredQuestions, continuedAs, sameAccountQuestions } from './accounts/same-account-query.ts';
import { storeBankAccount } from './accounts/store-bank-account.ts';
import { syncLog, syncRuns } from './accounts/sync-log-query.ts';
import { isAnyUpdating } from './accounts/updating-query.ts';
import { listSessions, revokeOtherSessions, revokeSession } from './auth/sessions.ts';
import { wallNow } from './clock.ts';
import { disconnectAccount } from './consent/disconnect-account.ts';
import { eraseAccount } from './consent/erase-account.ts';
import { whatWouldBeErased } from './consent/erasure-preview.ts';
import { revealOwners } from './consent/owners.ts';
import { consentLog } from './consent/queries.ts';
import { requestErasure } from './consent/request-erasure.ts';
import type { Tx } from './db/transact.ts';
import type { Viewer } from './db/viewer.ts';
import { isTimeZoneOpen, saveName, saveSight, saveTimeZone } from './households/commands.ts';
import { transaction } from './ledger/detail-query.ts';
import { everything } from './ledger/filter.ts';
import { countedInterval, filterInterval } from './ledger/interval-query.ts';
import { latestTransactions } from './ledger/latest-query.ts';
import { hasNamed } from './ledger/named-query.ts';
import { transactionPage } from './ledger/queries.ts';
import { dayTotals, filterTotals } from './ledger/totals-query.ts';
import { agreedUpTo } from './linking/agreed-query.ts';
import { answerRelinkQuestion } from './linking/answer-relink-question.ts';
import { arrivedBy } from './linking/arrived-query.ts';
import { type Attempt, accountsOf, closeAttempt, markLinked, readAttempt } from './linking/attempt-store.ts';
import { candidatesFor } from './linking/candidates.ts';
import { continueAccount } from './linking/continue-account.ts';
import { finishLink } from './linking/finish-link.ts';
import { holdAccounts } from './linking/hold.ts';
import { loosePairs, matchRows, overlapOf } from './linking/match-store.ts';
import { dropRows, mergeRows, moveRows, voidRows } from './linking/merge-rows.ts';
import { settleRelink } from './linking/settle-relink.ts';
import { startLink } from './linking/start-link.ts';
import { storeLinked } from './linking/store-linked.ts';
import { judgeAccount } from './proof/judge-account.ts';
import { readAnchors, readLaterSameDay, readPlacedRows } from './proof/read-evidence.ts';
import { recordAccount } from './proof/record-account.ts';
import { rederiveAccount, settleAccount } from './proof/settle-account.ts';
import { forgetLostIntervals, storeIntervals } from './proof/store-intervals.ts';
import { readCurrentAccount } from './sync/current-account.ts';
import { refreshAccount } from './sync/refresh-account.ts';
import { closeRun, failRun, type Run, withdrawRun } from './sync/run.ts';
import { nothingStored, storeNewRows, storeRows } from './sync/store-changes.ts';
import type { Ids } from './test-isolation-households.ts';

type Common = {
  /** what its owner gets of it: an answer, or a change */
  does: 'reads' | 'writes';
  /** how the owner's answer is known to hold something, where it holds no text of the household's */
  isSeen?: (answer: unknown) => boolean;
  /** of what was put in, what the answer may hold again */
  echoes?: (ids: Ids) => unknown;
  /**
   * Who calls it, having found the account under the policies before: it does not look again, and what it writes is of the
   * caller's own household whatever account it names.
   */
  isWithin?: string;
};

export type Case =
  | (Common & { as: 'tx'; call: (tx: Tx, ids: Ids) => Promise<unknown> })
  | (Common & {
      as: 'viewer';
      call: (viewer: Viewer, ids: Ids) => Promise<unknown>;
      /** concerns the person alone, so that every role may do it */
      isOwnAffair?: true;
    });

const reads = (call: (tx: Tx, ids: Ids) => Promise<unknown>, more: Partial<Common> = {}): Case => ({
  as: 'tx',
  does: 'reads',
  call,
  ...more,
});
const writes = (call: (tx: Tx, ids: Ids) => Promise<unknown>, more: Partial<Common> = {}): Case => ({
  as: 'tx',
  does: 'writes',
  call,
  ...more,
});
const command = (
  call: (viewer: Viewer, ids: Ids) => Promise<unknown>,
  more: Partial<Extract<Case, { as: 'viewer' }>> = {},
): Case => ({ as: 'viewer', does: 'writes', call, ...more });

const isThere = (answer: unknown) => answer !== null;
const hasRows = (answer: unknown) => Array.isArray(answer) && answer.length > 0;
const zone = 'America/New_York';
const anything = (ids: Ids) => ids;

function runOf(ids: Ids): Run {
  const { runId: id, householdId, thirdId: accountId, bankRefs } = ids;
  return { id, householdId, accountId, bankRef: bankRefs[2] ?? '', cursor: null, zone };
}

function attemptOf({ attemptId, userId, holderRef, sessionRef, now }: Ids): Attempt {
  return {
    id: attemptId,
    userId,
    holderRef,
    sessionRef,
    purpose: 'link',
    accountId: null,
    state: 'open',
    startedAt: now,
    finishedAt: null,
  };
}

const sessionOf = ({ sessionRef, holderRef, bankAccount }: Ids) => ({
  sessionRef,
  holderRef,
  permissions: bankAccount.permissions,
  accounts: [bankAccount],
});

const ofFirst = (ids: Ids) => ({ ...everything, accountIds: [ids.accountId] });
const anchor = (ids: Ids, days: number, currentMinor: bigint) => ({
  id: ids.questionId,
  asOf: new Date(ids.now.getTime() + days * 86_400_000),
  currentMinor,
});

/**
 * Every function of lib that works for a person, as `file name`, and how a stranger would call it. In this order they are
 * also called by the owner; the last one ends the household.
 */
export const cases: Record<string, Case> = {
  'lib/accounts/account-query.ts account': reads((tx, { accountId, day }) => account(tx, accountId, day, wallNow())),
  'lib/accounts/account-query.ts permissionViews': reads(
    async (tx, { accountId }) => {
      const views = await permissionViews(tx, [{ id: accountId, permissions: ['balances', 'transactions'] }]);
      return views.get(accountId)?.map(({ read }) => read?.attemptedAt ?? null);
    },
    { isSeen: (answer) => hasRows(answer) && (answer as unknown[]).some((each) => each !== null) },
  ),
  'lib/accounts/arrival-query.ts arrival': reads((tx, { accountIds, day }) => arrival(tx, accountIds, day, wallNow())),
  'lib/accounts/attention-query.ts attention': reads((tx, { now }) => attention(tx, [], now)),
  'lib/accounts/card-query.ts accountFacts': reads((tx, { accountId, day }) =>
    accountFacts(tx, day, wallNow(), accountId),
  ),
  'lib/accounts/cash-flow-query.ts cashFlow': reads((tx, { day }) => cashFlow(tx, day, day), { isSeen: hasRows }),
  'lib/accounts/connection-query.ts connectionList': reads((tx, { day }) => connectionList(tx, day, wallNow())),
  'lib/accounts/day-query.ts accountDay': reads((tx, { accountId, day }) => accountDay(tx, accountId, day, day), {
    isSeen: isThere,
  }),
  'lib/accounts/ends-query.ts chartEnds': reads(
    async (tx, { accountIds, day }) =>
      [...(await chartEnds(tx, accountIds, [day])).values()].flat().map(({ endMinor }) => endMinor),
    { isSeen: (answer) => hasRows(answer) && (answer as unknown[]).some((each) => each !== null) },
  ),
  'lib/accounts/ends-query.ts dayEnds': reads(
    async (tx, { accountIds, day }) => (await dayEnds(tx, accountIds, [day])).flatMap(({ ends }) => ends),
    { isSeen: (answer) => hasRows(answer) && (answer as unknown[]).some((each) => each !== null) },
  ),
  'lib/accounts/intervals-query.ts accountIntervals': reads(
    async (tx, { accountId, intervalId }) => {
      const shown = await accountIntervals(tx, { id: accountId, currency: 'USD' }, zone, intervalId);
      const { intervals, intervalCounts } = shown;
      return [...intervals, ...Object.values(intervalCounts).filter((count) => count > 0)];
    },
    { isSeen: hasRows },
  ),
  // What is there is said with its id: a bare yes would leak unseen.
  'lib/accounts/intervals-query.ts hasInterval': reads(
    async (tx, { accountId, intervalId }) => (await hasInterval(tx, accountId, intervalId)) && intervalId,
  ),
  'lib/accounts/names-query.ts accountName': reads((tx, { accountId }) => accountName(tx, accountId)),
  'lib/accounts/names-query.ts accountNames': reads((tx) => accountNames(tx)),
  'lib/accounts/queries.ts accountCards': reads((tx, { day }) => accountCards(tx, day, wallNow())),
  'lib/accounts/queries.ts accountList': reads((tx, { day }) => accountList(tx, day, wallNow())),
  'lib/accounts/queries.ts balancesOn': reads((tx, { day }) => balancesOn(tx, day, day, wallNow())),
  'lib/accounts/queries.ts overview': reads((tx, { day, now }) => overview(tx, day, now, wallNow())),
  'lib/accounts/row-count-query.ts postedRowCounts': reads(async (tx, { accountIds }) => [
    ...(await postedRowCounts(tx, accountIds)),
  ]),
  'lib/accounts/same-account-query.ts answeredQuestions': reads((tx) => answeredQuestions(tx)),
  'lib/accounts/same-account-query.ts continuedAs': reads((tx, { goneId }) => continuedAs(tx, goneId)),
  'lib/accounts/same-account-query.ts sameAccountQuestions': reads((tx) => sameAccountQuestions(tx)),
  'lib/accounts/sync-log-query.ts syncLog': reads((tx, { accountId }) => syncLog(tx, accountId)),
  'lib/accounts/sync-log-query.ts syncRuns': reads((tx, { accountId }) =>
    syncRuns(tx, Prisma.sql`r.account_id = ${accountId}::uuid`, 10),
  ),
  // The lease of the household's run has ended since.
  'lib/accounts/updating-query.ts isAnyUpdating': reads((tx) => isAnyUpdating(tx, new Date(0)), {
    isSeen: (isAny) => isAny === true,
  }),
  'lib/consent/erasure-preview.ts whatWouldBeErased': reads((tx) => whatWouldBeErased(tx)),
  'lib/consent/queries.ts consentLog': reads((tx, { accountId }) => consentLog(tx, accountId)),
  'lib/households/commands.ts isTimeZoneOpen': reads((tx) => isTimeZoneOpen(tx), { isSeen: (open) => open === false }),
  'lib/ledger/detail-query.ts transaction': reads((tx, { transactionId }) => transaction(tx, transactionId)),
  'lib/ledger/interval-query.ts countedInterval': reads((tx, { intervalId }) => countedInterval(tx, intervalId), {
    isSeen: isThere,
  }),
  'lib/ledger/interval-query.ts filterInterval': reads(
    (tx, { intervalId }) => filterInterval(tx, { ...everything, interval: intervalId }),
    { isSeen: isThere },
  ),
  'lib/ledger/named-query.ts hasNamed': reads(
    async (tx, { accountIds, transactionId, intervalId }) =>
      (await hasNamed(tx, { accountIds, row: transactionId, interval: intervalId })) && transactionId,
  ),
  'lib/ledger/latest-query.ts latestTransactions': reads((tx, { accountId }) => latestTransactions(tx, 5, accountId)),
  'lib/ledger/queries.ts transactionPage': reads((tx, ids) => transactionPage(tx, ofFirst(ids), null, 50)),
  'lib/ledger/totals-query.ts dayTotals': reads((tx, ids) => dayTotals(tx, ofFirst(ids), [ids.day]), {
    isSeen: hasRows,
  }),
  'lib/ledger/totals-query.ts filterTotals': reads((tx, ids) => filterTotals(tx, { ...ofFirst(ids), text: 'a' }), {
    isSeen: hasRows,
  }),
  'lib/linking/agreed-query.ts agreedUpTo': reads((tx, { accountIds, now }) => agreedUpTo(tx, accountIds, now)),
  'lib/linking/arrived-query.ts arrivedBy': reads((tx, { linkedAttemptId }) => arrivedBy(tx, linkedAttemptId)),
  'lib/linking/attempt-store.ts accountsOf': reads((tx, ids) =>
    accountsOf(tx, { ...attemptOf(ids), id: ids.linkedAttemptId }),
  ),
  'lib/linking/attempt-store.ts readAttempt': reads((tx, { attemptId }) => readAttempt(tx, attemptId)),
  'lib/linking/candidates.ts candidatesFor': reads((tx, { bankAccount }) =>
    candidatesFor(tx, { ...bankAccount, displayName: null }, []),
  ),
  'lib/linking/hold.ts holdAccounts': reads((tx, { accountId, secondId }) => holdAccounts(tx, [accountId, secondId])),
  'lib/linking/match-store.ts loosePairs': reads((tx, { accountId, secondId }) => loosePairs(tx, accountId, secondId), {
    isSeen: Array.isArray,
    echoes: anything,
  }),
  'lib/linking/match-store.ts matchRows': reads((tx, { accountId }) => matchRows(tx, accountId, 'posted')),
  'lib/linking/match-store.ts overlapOf': reads((tx, { accountId, secondId }) => overlapOf(tx, accountId, secondId), {
    isSeen: (answer) => (answer as { existingFrom: string | null }).existingFrom !== null,
  }),
  'lib/proof/read-evidence.ts readAnchors': reads((tx, { accountId }) => readAnchors(tx, accountId)),
  'lib/proof/read-evidence.ts readLaterSameDay': reads(
    async (tx, ids) => [...(await readLaterSameDay(tx, ids.accountId, [anchor(ids, -2, 0n)], zone))],
    { isSeen: Array.isArray, echoes: anything },
  ),
  'lib/proof/read-evidence.ts readPlacedRows': reads(
    async (tx, ids) =>
      (await readPlacedRows(tx, ids.accountId, [anchor(ids, -90, 0n), anchor(ids, 0, 0n)], zone)).fixed,
    { isSeen: (answer) => (answer as { count: number }[]).some(({ count }) => count > 0) },
  ),
  'lib/sync/current-account.ts readCurrentAccount': reads((tx, { accountId }) => readCurrentAccount(tx, accountId)),

  'lib/accounts/roll-up.ts rollUpCoverage': writes(async (tx, { accountId, day }) => {
    await tx.$executeRaw`DELETE FROM account_day WHERE account_id = ${accountId}::uuid AND day < ${day}::date`;
    await rollUpCoverage(tx, accountId);
  }),
  'lib/accounts/roll-up.ts rollUpEnds': writes((tx, { accountId, day }) =>
    rollUpEnds(tx, accountId, { from: null, to: null }, [{ day, endMinor: 1n } as never]),
  ),
  'lib/accounts/roll-up.ts sumDays': writes(async (tx, { accountId }) => {
    await tx.$executeRaw`DELETE FROM transaction WHERE account_id = ${accountId}::uuid`;
    await sumDays(tx, accountId, 'all');
  }),
  'lib/accounts/store-bank-account.ts storeBankAccount': writes((tx, { accountId, bankAccount, now }) =>
    storeBankAccount(tx, accountId, bankAccount, wallNow(), now),
  ),
  'lib/consent/erase-account.ts eraseAccount': writes((tx, { accountId }) => eraseAccount(tx, accountId)),
  'lib/linking/attempt-store.ts closeAttempt': writes((tx, { attemptId, now }) =>
    closeAttempt(tx, attemptId, 'failed', now),
  ),
  'lib/linking/attempt-store.ts markLinked': writes(
    (tx, ids) => markLinked(tx, ids.attemptId, sessionOf(ids), [ids.accountId], ids.now),
    { echoes: anything },
  ),
  'lib/linking/continue-account.ts continueAccount': writes(
    (tx, { secondId, accountId, now }) => continueAccount(tx, { fromId: secondId, ontoId: accountId, pairs: [] }, now),
    { echoes: anything },
  ),
  'lib/linking/merge-rows.ts dropRows': writes((tx, { accountId }) => dropRows(tx, accountId)),
  'lib/linking/merge-rows.ts mergeRows': writes(async (tx, { accountId, transactionId }) => {
    const [other] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM transaction WHERE account_id = ${accountId}::uuid AND id <> ${transactionId}::uuid LIMIT 1`;
    const existingId = other?.id ?? accountId;
    await mergeRows(tx, [{ existingId, incomingId: transactionId }]);
  }),
  'lib/linking/merge-rows.ts moveRows': writes((tx, { accountId, secondId }) => moveRows(tx, accountId, secondId)),
  'lib/linking/merge-rows.ts voidRows': writes((tx, { transactionId, now }) =>
    voidRows(tx, [{ id: transactionId } as never], now),
  ),
  'lib/linking/settle-relink.ts settleRelink': writes((tx, { thirdId, now }) => settleRelink(tx, thirdId, now)),
  'lib/linking/store-linked.ts storeLinked': writes(
    (tx, ids) => storeLinked(tx, attemptOf(ids), sessionOf(ids), { readAt: wallNow(), now: ids.now }),
    { echoes: anything },
  ),
  'lib/proof/judge-account.ts judgeAccount': writes(async (tx, { accountId, now }) => {
    await tx.$executeRaw`DELETE FROM proof_interval WHERE account_id = ${accountId}::uuid`;
    const count = await tx.proofInterval.count();
    await judgeAccount(tx, { id: accountId, zone }, 'all', now, now);
    if ((await tx.proofInterval.count()) === count) throw new Error('nothing was judged');
    await tx.$executeRaw`DELETE FROM balance_anchor WHERE account_id = ${accountId}::uuid`;
  }),
  'lib/proof/settle-account.ts rederiveAccount': writes(
    async (tx, { accountId, now }) => {
      await tx.$executeRaw`DELETE FROM transaction WHERE account_id = ${accountId}::uuid`;
      await rederiveAccount(tx, accountId, now);
    },
    { echoes: anything },
  ),
  'lib/proof/settle-account.ts settleAccount': writes(
    async (tx, { accountId, day, now }) => {
      await tx.$executeRaw`DELETE FROM transaction WHERE account_id = ${accountId}::uuid`;
      const days = new Set([day]);
      await settleAccount(tx, accountId, { counted: days, seen: days }, now);
    },
    { echoes: anything },
  ),
  'lib/proof/store-intervals.ts forgetLostIntervals': writes(async (tx, { accountId }) => {
    await tx.$executeRaw`DELETE FROM balance_anchor WHERE account_id = ${accountId}::uuid`;
    await forgetLostIntervals(tx, accountId);
  }),
  'lib/proof/store-intervals.ts storeIntervals': writes(async (tx, ids) => {
    const { accountId, now } = ids;
    const [interval] = await tx.proofInterval.findMany({ where: { accountId } });
    if (!interval) return;
    const sides = { beforeIds: [], afterIds: [], isPinned: false, basis: 'own' as const };
    const moved = {
      from: { ...anchor(ids, -2, 0n), id: interval.fromAnchorId },
      to: { ...anchor(ids, 0, 5n), id: interval.toAnchorId },
    };
    const verdict = { state: 'waiting' as const, anchorDiffMinor: 5n, rowsMinor: 0n, rowCount: 0 };
    await storeIntervals(tx, { id: accountId, zone }, [{ ...moved, ...verdict, ...sides }], now);
  }),
  'lib/proof/record-account.ts recordAccount': writes(
    (tx, { accountId, bankAccount, now }) => recordAccount(tx, accountId, bankAccount, wallNow(), now),
    { echoes: anything },
  ),
  'lib/sync/run.ts closeRun': writes((tx, ids) =>
    closeRun(tx, runOf(ids), nothingStored(), { cursorTo: null, askedAt: null, now: ids.now }),
  ),
  'lib/sync/run.ts failRun': writes((tx, ids) =>
    failRun(tx, runOf(ids), { errorCode: 'refused', now: ids.now, askedAt: null, isTriedAgain: false }),
  ),
  'lib/sync/run.ts withdrawRun': writes((tx, ids) => withdrawRun(tx, runOf(ids), { isTriedAgain: false })),
  'lib/sync/store-changes.ts storeNewRows': writes(
    (tx, { accountId, runId, bankRows }) => storeNewRows(tx, { accountId, runId, zone }, bankRows, nothingStored()),
    { isWithin: 'a sync, which has opened its run' },
  ),
  'lib/sync/store-changes.ts storeRows': writes(
    (tx, { accountId, runId, bankRows }) => storeRows(tx, { accountId, runId, zone }, bankRows, nothingStored()),
    { isWithin: 'a sync, which has opened its run and holds the account' },
  ),

  'lib/auth/sessions.ts listSessions': command((viewer, { sessionId }) => listSessions(viewer, sessionId, wallNow()), {
    does: 'reads',
    isSeen: hasRows,
  }),
  'lib/auth/sessions.ts revokeSession': command((viewer, { sessionId }) => revokeSession(viewer, sessionId), {
    isOwnAffair: true,
  }),
  'lib/auth/sessions.ts revokeOtherSessions': command(
    (viewer, { attemptId }) => revokeOtherSessions(viewer, attemptId),
    {
      isOwnAffair: true,
    },
  ),
  'lib/households/commands.ts saveSight': command((viewer) => saveSight(viewer, { theme: 'dark', hideAmounts: true }), {
    isOwnAffair: true,
  }),
  'lib/households/commands.ts saveName': command((viewer) => saveName(viewer, 'Another Name'), { isOwnAffair: true }),
  'lib/households/commands.ts saveTimeZone': command((viewer) => saveTimeZone(viewer, 'Europe/Berlin'), {
    // It is refused to the owner too, who has rows; that alone tells that it looked at the right household.
    does: 'reads',
    isSeen: (answer) => (answer as { ok: boolean }).ok === false,
  }),
  'lib/accounts/commands.ts renameAccount': command((viewer, { accountId }) =>
    renameAccount(viewer, { accountId, name: 'Mine now' }),
  ),
  'lib/accounts/commands.ts setInNetWorth': command((viewer, { accountId }) =>
    setInNetWorth(viewer, { accountId, inNetWorth: false }),
  ),
  'lib/linking/start-link.ts startLink': command((viewer, { accountId, now }) =>
    startLink(viewer, { purpose: 'relink', accountId }, now),
  ),
  'lib/linking/finish-link.ts finishLink': command((viewer, { attemptId, now }) => finishLink(viewer, attemptId, now)),
  'lib/consent/owners.ts revealOwners': command((viewer, { accountId, now }) => revealOwners(viewer, accountId, now), {
    does: 'reads',
  }),
  'lib/sync/refresh-account.ts refreshAccount': command((viewer, { accountId, now }) =>
    refreshAccount(viewer, { accountId }, new Date(now.getTime() + 7 * 86_400_000)),
  ),
  'lib/linking/answer-relink-question.ts answerRelinkQuestion': command((viewer, { questionId, now }) =>
    answerRelinkQuestion(viewer, { questionId, answer: 'different' }, now),
  ),
  'lib/consent/disconnect-account.ts disconnectAccount': command((viewer, { accountId, now }) =>
    disconnectAccount(viewer, { accountId, choice: 'keep' }, now),
  ),
  'lib/consent/request-erasure.ts requestErasure': command((viewer, { now }) => requestErasure(viewer, now)),
};

/** What has the shape of such a function and is none. */
export const notWalked: Record<string, string> = {
  'lib/db/transact.ts transact': 'makes the transaction; tested in transact.db.test.ts',
  'lib/db/transact.ts householdOf': 'says whose transaction it is',
  'lib/db/transact.ts viewerOf': 'says whose transaction it is',
  'lib/linking/hold.ts holdLinks': 'only waits, for work of its own household',
  'lib/linking/hold.ts holdWithCandidates': 'only waits: it holds what `holdAccounts` lets it hold',
  'lib/linking/promise-reading.ts promiseReading':
    'only adds jobs, of its own household: they find no account of another',
  'lib/auth/viewer.ts mayEdit': 'looks at the role only',
  'lib/auth/viewer.ts assertMayEdit': 'looks at the role only',
  'lib/auth/viewer.ts assertIsOwner': 'looks at the role only',
};
