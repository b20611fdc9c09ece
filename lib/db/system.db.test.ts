import { describe, expect, test } from 'vitest';
import { newId } from '../ids.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { seal } from './seal.ts';
import {
  accountsToSweep,
  claimBankEvents,
  eventsOfNewAccounts,
  findBankEvent,
  householdsToReseal,
  insertBankEvent,
  openLinkAttempts,
  ownersOfBankRef,
  personOfHolderRef,
  unendedRefs,
} from './system.ts';
import { newViewer, testDatabase } from './test-database.ts';
import { transactFor } from './transact.ts';
import type { Viewer } from './viewer.ts';

const db = testDatabase();
const at = new Date('2026-01-05T12:00:00Z');
const earlier = (minutes: number) => new Date(at.getTime() - minutes * 60_000);

/** An account of a viewer, known to the bank under `bankRef`. */
async function linked(viewer: Viewer, options: { bankRef?: string; status?: string; linkedAt?: Date } = {}) {
  const { bankRef = `fake_${newId()}`, status = 'active', linkedAt = at } = options;
  const { householdId, userId } = viewer;
  const accountId = newId();
  await transactFor(householdId, async (tx) => {
    const institutionName = `Bank ${accountId}`;
    const connection = await tx.connection.create({
      data: { id: newId(), householdId, userId, institutionName, createdAt: at },
    });
    await tx.account.create({
      data: {
        id: accountId,
        householdId,
        connectionId: connection.id,
        institutionName,
        category: 'cash',
        subcategory: 'checking',
        currency: 'USD',
        status,
        permissions: ['balances', 'transactions'],
        linkedAt,
      },
    });
    await tx.bankAccountRef.create({ data: { bankRef, householdId, accountId, linkedAt } });
  });
  return { bankRef, accountId };
}

async function freshness(viewer: Viewer, accountId: string, feature: string, fields: object) {
  await transactFor(viewer.householdId, (tx) =>
    tx.accountFreshness.create({
      data: { accountId, householdId: viewer.householdId, feature, state: 'succeeded', ...fields },
    }),
  );
}

const event = (fields: object = {}) => ({
  id: `evt_${newId()}`,
  type: 'transactions-refreshed',
  accountRef: null,
  createdAt: at,
  receivedAt: at,
  ...fields,
});

test('a bank id leads to the account and household that own it, and an unknown one to none', async () => {
  const viewer = await newViewer();
  const { bankRef, accountId } = await linked(viewer);
  expect(await ownersOfBankRef(bankRef)).toEqual({ householdId: viewer.householdId, accountId });
  expect(await ownersOfBankRef('fake_unknown')).toBeNull();
});

test('a holder of the bank leads to the person, and an unknown one to nobody', async () => {
  const { householdId, userId } = await newViewer();
  await transactFor(householdId, (tx) =>
    tx.bankHolder.create({ data: { userId, householdId, bankRef: `holder_${userId}`, createdAt: at } }),
  );
  expect(await personOfHolderRef(`holder_${userId}`)).toEqual({ householdId, userId });
  expect(await personOfHolderRef('holder_unknown')).toBeNull();
});

describe('the inbox', () => {
  const jobsOf = (eventId: string) =>
    db.query<{ id: string }>("SELECT id FROM pgboss.job WHERE name = 'handle-bank-event' AND data->>'eventId' = $1", [
      eventId,
    ]);

  test('stores an event with its household and its work, and takes the second delivery for what it is', async () => {
    const viewer = await newViewer();
    const { bankRef } = await linked(viewer);
    const arriving = event({ accountRef: bankRef });
    const deliver = () =>
      insertBankEvent(arriving, (tx) => enqueue(tx, { name: 'handle-bank-event', data: { eventId: arriving.id } }));
    expect(await Promise.all([deliver(), deliver(), deliver()])).toEqual(
      expect.arrayContaining(['stored', 'duplicate', 'duplicate']),
    );
    expect(await findBankEvent(arriving.id)).toEqual({ ...arriving, householdId: viewer.householdId });
    expect(await jobsOf(arriving.id)).toHaveLength(1);
  });

  test('keeps no event whose work could not be promised', async () => {
    const arriving = event();
    const failing = insertBankEvent(arriving, async () => {
      throw new Error('the queue is full');
    });
    await expect(failing).rejects.toThrow('the queue is full');
    expect(await findBankEvent(arriving.id)).toBeNull();
  });

  test('gives an event that came before its account to the household that turns out to own it', async () => {
    const [viewer, other] = [await newViewer(), await newViewer()];
    const bankRef = `fake_${newId()}`;
    const second = event({ accountRef: bankRef });
    const first = event({ accountRef: bankRef, createdAt: earlier(5) });
    for (const each of [second, first]) await insertBankEvent(each, async () => undefined);
    expect((await findBankEvent(first.id))?.householdId).toBeNull();
    const claimed = await claimBankEvents(bankRef, viewer.householdId);
    expect(claimed.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(await claimBankEvents(bankRef, other.householdId)).toEqual([]);
  });

  test('finds events that belong to nobody as soon as their account is ours', async () => {
    const viewer = await newViewer();
    const bankRef = `fake_${newId()}`;
    const early = event({ accountRef: bankRef });
    await insertBankEvent(early, async () => undefined);
    const ofThis = async () => (await eventsOfNewAccounts(100)).filter(({ accountRef }) => accountRef === bankRef);
    expect(await ofThis()).toEqual([]);
    await linked(viewer, { bankRef });
    expect(await ofThis()).toEqual([{ eventId: early.id, accountRef: bankRef, householdId: viewer.householdId }]);
    await claimBankEvents(bankRef, viewer.householdId);
    expect(await ofThis()).toEqual([]);
  });
});

describe('the sweep', () => {
  const rule = {
    patienceMs: 10 * 60_000,
    now: at,
    staleSince: earlier(26 * 60),
    triedSince: earlier(60),
    askedSince: earlier(24 * 60),
    leaseBefore: earlier(0),
    most: 1_000,
  };
  const swept = async () => (await accountsToSweep(rule)).map(({ accountId }) => accountId);

  test('finds a refresh that never came back, rows that grew old, and a run whose worker died', async () => {
    const viewer = await newViewer();
    const { householdId } = viewer;
    const [pending, stale, crashed] = [await linked(viewer), await linked(viewer), await linked(viewer)];
    await freshness(viewer, pending.accountId, 'balance', { state: 'pending', attemptedAt: earlier(11) });
    await freshness(viewer, stale.accountId, 'transactions', { storedAttemptAt: earlier(27 * 60) });
    await transactFor(householdId, (tx) =>
      tx.syncRun.create({
        data: {
          id: newId(),
          householdId,
          accountId: crashed.accountId,
          cause: 'event',
          state: 'running',
          startedAt: earlier(30),
          leaseUntil: earlier(20),
        },
      }),
    );
    const found = await swept();
    for (const { accountId } of [pending, stale, crashed]) expect(found).toContain(accountId);
  });

  test('leaves alone what is fresh, only just asked for, or no longer linked', async () => {
    const viewer = await newViewer();
    const [fresh, asked, gone] = [
      await linked(viewer),
      await linked(viewer),
      await linked(viewer, { status: 'disconnected', linkedAt: earlier(90 * 24 * 60) }),
    ];
    await freshness(viewer, fresh.accountId, 'transactions', { storedAttemptAt: earlier(60) });
    await freshness(viewer, asked.accountId, 'balance', { state: 'pending', attemptedAt: earlier(1) });
    const found = await swept();
    for (const { accountId } of [fresh, asked, gone]) expect(found).not.toContain(accountId);
  });

  test('looks once a day whether an account that waits for its person is awake, for that event may be lost, too', async () => {
    const viewer = await newViewer();
    const { householdId } = viewer;
    const { accountId } = await linked(viewer, { status: 'inactive' });
    await freshness(viewer, accountId, 'transactions', { storedAttemptAt: earlier(27 * 60) });
    expect(await swept()).toContain(accountId);
    const run = { id: newId(), householdId, accountId, cause: 'sweep', state: 'done', startedAt: earlier(23 * 60) };
    await transactFor(householdId, (tx) => tx.syncRun.create({ data: run }));
    expect(await swept()).not.toContain(accountId);
  });

  test('does not ask again at once for what it has asked for, though that run left nothing behind', async () => {
    const viewer = await newViewer();
    const { accountId } = await linked(viewer);
    await freshness(viewer, accountId, 'transactions', { state: 'pending', attemptedAt: earlier(90) });
    const sweptAt = (minutes: number) =>
      db.query('UPDATE account SET swept_at = $2 WHERE id = $1', [accountId, earlier(minutes)]);
    await sweptAt(59);
    expect(await swept()).not.toContain(accountId);
    await sweptAt(61);
    expect(await swept()).toContain(accountId);
  });

  test('finds a balance that grew old where only balances may be read', async () => {
    const viewer = await newViewer();
    const { accountId } = await linked(viewer);
    await db.query(`UPDATE account SET permissions = '{balances}' WHERE id = $1`, [accountId]);
    await freshness(viewer, accountId, 'balance', { succeededAt: earlier(27 * 60) });
    expect(await swept()).toContain(accountId);
  });

  test('does not run at once again after old data that could not be made newer', async () => {
    const viewer = await newViewer();
    const { householdId } = viewer;
    const { accountId } = await linked(viewer);
    await freshness(viewer, accountId, 'transactions', { storedAttemptAt: earlier(27 * 60) });
    const run = { id: newId(), householdId, accountId, cause: 'sweep', state: 'done', startedAt: earlier(30) };
    await transactFor(householdId, (tx) => tx.syncRun.create({ data: run }));
    expect(await swept()).not.toContain(accountId);
    await transactFor(householdId, (tx) =>
      tx.syncRun.update({ where: { id: run.id }, data: { startedAt: earlier(61) } }),
    );
    expect(await swept()).toContain(accountId);
  });

  test('finds rows that the bank has read and nobody has stored, whatever else was read of the account since', async () => {
    const viewer = await newViewer();
    const [behind, abreast, balancesOnly] = [await linked(viewer), await linked(viewer), await linked(viewer)];
    await db.query(`UPDATE account SET permissions = '{balances}' WHERE id = $1`, [balancesOnly.accountId]);
    const read = { attemptedAt: earlier(11), succeededAt: earlier(11) };
    await freshness(viewer, behind.accountId, 'transactions', { ...read, storedAttemptAt: earlier(12 * 60) });
    await freshness(viewer, abreast.accountId, 'transactions', { ...read, storedAttemptAt: earlier(11) });
    await freshness(viewer, balancesOnly.accountId, 'transactions', read);
    const found = await swept();
    expect(found).toContain(behind.accountId);
    for (const { accountId } of [abreast, balancesOnly]) expect(found).not.toContain(accountId);
  });

  test('calls rows old that were stored long ago, though the account was read since', async () => {
    const viewer = await newViewer();
    const { accountId } = await linked(viewer);
    const read = { state: 'failed', attemptedAt: earlier(5), succeededAt: earlier(60) };
    await freshness(viewer, accountId, 'transactions', { ...read, storedAttemptAt: earlier(27 * 60) });
    expect(await swept()).toContain(accountId);
  });

  test.each([
    ['is still pending', { state: 'pending' }],
    ['is not stored', { state: 'succeeded' }],
  ])('does not run at once again after a refresh that %s though it was looked at', async (_what, read) => {
    const viewer = await newViewer();
    const { householdId } = viewer;
    const { accountId } = await linked(viewer);
    await freshness(viewer, accountId, 'transactions', { ...read, attemptedAt: earlier(30) });
    const run = { id: newId(), householdId, accountId, cause: 'sweep', state: 'failed', startedAt: earlier(25) };
    await transactFor(householdId, (tx) => tx.syncRun.create({ data: run }));
    // It began while the event might still have come.
    expect(await swept()).toContain(accountId);
    await transactFor(householdId, (tx) =>
      tx.syncRun.update({ where: { id: run.id }, data: { startedAt: earlier(15) } }),
    );
    expect(await swept()).not.toContain(accountId);
  });

  test('finds dialogs that nobody came back from', async () => {
    const { householdId, userId } = await newViewer();
    const attempt = (startedAt: Date, state: string) => ({
      id: newId(),
      householdId,
      userId,
      sessionRef: newId(),
      purpose: 'link',
      permissions: [],
      startedAt,
      state,
    });
    const [left, young, done] = [
      attempt(earlier(60), 'open'),
      attempt(earlier(1), 'open'),
      attempt(earlier(60), 'linked'),
    ];
    await transactFor(householdId, (tx) => tx.linkAttempt.createMany({ data: [left, young, done] }));
    const found = await openLinkAttempts(earlier(30), 100);
    expect(found).toEqual([{ householdId, linkAttemptId: left.id }]);
  });
});

test('ids that were replaced are found until the bank has confirmed their end or just refused it, and current ones are not', async () => {
  const viewer = await newViewer();
  const { householdId } = viewer;
  const replaced = async (ago: number, then: { endedAt?: Date; refusedAt?: Date } = {}) => {
    const { bankRef } = await linked(viewer);
    const data = { replacedAt: earlier(ago), ...then };
    await transactFor(householdId, (tx) => tx.bankAccountRef.update({ where: { bankRef }, data }));
    return { householdId, accountRef: bankRef };
  };
  await linked(viewer);
  const refusedBefore = await replaced(122, { refusedAt: earlier(91) });
  const open = await replaced(121);
  await replaced(119);
  await replaced(121, { endedAt: earlier(120) });
  await replaced(121, { refusedAt: earlier(89) });
  expect(await unendedRefs(earlier(120), earlier(90), 100)).toEqual([refusedBefore, open]);
});

test('rotation finds the households that still hold data under an old key', async () => {
  const [old, current] = [await newViewer(), await newViewer()];
  for (const [viewer, keyId] of [
    [old, 'former'],
    [current, 'test'],
  ] as const) {
    const { accountId } = await linked(viewer);
    const { sealed } = seal({ name: 'A' }, 'x');
    await transactFor(viewer.householdId, (tx) =>
      tx.accountOwner.create({
        data: {
          id: newId(),
          householdId: viewer.householdId,
          accountId,
          ownershipRef: 'own_1',
          position: 0,
          keyId,
          sealed,
          readAt: at,
        },
      }),
    );
  }
  expect(await householdsToReseal('test')).toEqual([old.householdId]);
});
