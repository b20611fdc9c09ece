import { describe, expect, it, test } from 'vitest';
import { readLinkSession } from '../bank/bank.ts';
import { testBank } from '../bank/stripe/test-bank.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import type { Viewer } from '../db/viewer.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { finishLink } from './finish-link.ts';
import { finishLinkJob } from './finish-link-job.ts';
import { startLink } from './start-link.ts';
import { linkAs } from './test-linking.ts';

const db = testDatabase();
const bank = testBank();

async function started(viewer: Viewer, permissions: ('ownership' | 'payment_method')[] = []) {
  const result = await startLink(viewer, { purpose: 'link', permissions }, await bank.now());
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

const count = async (table: string, householdId: string) =>
  (await db.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE household_id = $1`, [householdId]))[0]
    ?.n;

const jobs = (householdId: string) =>
  db.query<{ name: string; data: Record<string, string> }>(
    `SELECT name, data FROM pgboss.job WHERE data->>'householdId' = $1 ORDER BY name`,
    [householdId],
  );

describe('starting a link', () => {
  it('keeps the session and never its client secret', async () => {
    const viewer = await newViewer();
    const { attemptId, clientSecret, permissions } = await started(viewer, ['ownership']);
    expect(permissions).toEqual(['balances', 'transactions', 'ownership']);
    const rows = await db.query('SELECT * FROM link_attempt WHERE id = $1', [attemptId]);
    expect(rows).toMatchObject([{ state: 'open', user_id: viewer.userId, permissions }]);
    const everything = await db.query(
      `SELECT t::text FROM link_attempt t UNION ALL SELECT h::text FROM bank_holder h UNION ALL SELECT j::text FROM pgboss.job j`,
    );
    expect(JSON.stringify(everything)).not.toContain(clientSecret);
  });

  it('has all that is allowed read ahead but the payment method, when that is chosen too', async () => {
    const { permissions } = await started(await newViewer(), ['payment_method', 'ownership']);
    expect(permissions).toEqual(['balances', 'transactions', 'ownership', 'payment_method']);
    type Request = { method: string; path: string; params: { permissions: string[]; prefetch: string[] } };
    const { requests } = await bank.control<{ requests: Request[] }>('/requests');
    const [last] = requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/sessions'));
    expect(last?.params).toMatchObject({ permissions, prefetch: ['balances', 'transactions', 'ownership'] });
  });

  it('makes one holder per person, also when it is asked twice at once', async () => {
    const viewer = await newViewer();
    await Promise.all([started(viewer), started(viewer)]);
    await started(viewer);
    expect(await db.query('SELECT bank_ref FROM bank_holder WHERE user_id = $1', [viewer.userId])).toHaveLength(1);
    const sessions = await db.query<{ session_ref: string }>(
      'SELECT session_ref FROM link_attempt WHERE user_id = $1',
      [viewer.userId],
    );
    const holders = new Set<string | null>();
    for (const { session_ref } of sessions) holders.add((await readLinkSession(session_ref)).holderRef);
    expect([sessions.length, holders.size]).toEqual([3, 1]);
  });

  it('says so when the bank is down, and leaves nothing behind', async () => {
    const viewer = await newViewer();
    await bank.control('/faults', { fault: 'unavailable', times: 3 });
    const result = await startLink(viewer, { purpose: 'link', permissions: [] }, await bank.now());
    expect(result).toEqual({ ok: false, code: 'bank-unavailable' });
    expect(await count('link_attempt', viewer.householdId)).toBe(0);
  });

  it('is not for a person who may only look', async () => {
    const viewer = await newViewer({ role: 'viewer' });
    await expect(startLink(viewer, { purpose: 'link', permissions: [] }, await bank.now())).rejects.toThrow(NotAllowed);
  });

  it('for an account of another household finds no such account', async () => {
    const [mine, theirs] = [await newViewer(), await newViewer()];
    const [account] = await linkAs(theirs, bank);
    const accountId = account?.id ?? '';
    const now = await bank.now();
    await expect(startLink(mine, { purpose: 'relink', accountId }, now)).rejects.toThrow(NotFound);
    expect(await count('link_attempt', mine.householdId)).toBe(0);
  });
});

describe('finishing a link', () => {
  it('stores several accounts at once, with what the bank said of them, and promises their first sync', async () => {
    const viewer = await newViewer();
    const accounts = await linkAs(viewer, bank);
    expect(accounts.map(({ kind }) => kind)).toEqual(['new', 'new', 'new']);
    const { householdId } = viewer;
    const rows = await db.query<{ permissions: string[]; status: string; category: string; read_at: Date }>(
      'SELECT * FROM account WHERE household_id = $1',
      [householdId],
    );
    expect(rows).toHaveLength(3);
    for (const row of rows) {
      expect(row).toMatchObject({ status: 'active', read_at: expect.any(Date) });
      expect([...row.permissions].sort()).toEqual(['balances', 'ownership', 'transactions']);
    }
    expect(await count('connection', householdId)).toBe(2);
    expect(await count('bank_account_ref', householdId)).toBe(3);
    expect(await count('balance_anchor', householdId)).toBe(3);
    expect(await count('account_freshness', householdId)).toBe(9);
    expect(await count('relink_question', householdId)).toBe(0);
    const consent = await db.query('SELECT kind, user_id, permissions FROM consent_event WHERE household_id = $1', [
      householdId,
    ]);
    expect(consent).toHaveLength(3);
    for (const event of consent) expect(event).toMatchObject({ kind: 'linked', user_id: viewer.userId });
    const promised = (await jobs(householdId)).map(({ name }) => name);
    expect(promised).toEqual(['finish-link', ...Array(3).fill('read-owners'), ...Array(3).fill('sync-account')]);
  });

  it('follows every account at the bank, in the job that the link has promised', async () => {
    const viewer = await newViewer();
    await linkAs(viewer, bank);
    const [job] = (await jobs(viewer.householdId)).filter(({ name }) => name === 'finish-link');
    const [attempt] = await db.query<{ session_ref: string }>('SELECT session_ref FROM link_attempt WHERE id = $1', [
      job?.data.linkAttemptId,
    ]);
    const followed = async () =>
      (await readLinkSession(attempt?.session_ref ?? '')).accounts.map((one) => one.subscribedToTransactions);
    expect(await followed()).toEqual([false, false, false]);
    await finishLinkJob(job?.data as never, await bank.now());
    expect(await followed()).toEqual([true, true, true]);
  });

  it('is done once, however often and however much at once it is asked', async () => {
    const viewer = await newViewer();
    const { attemptId, clientSecret } = await started(viewer);
    await bank.link(clientSecret);
    const now = await bank.now();
    const data = { householdId: viewer.householdId, linkAttemptId: attemptId };
    const [first, second] = await Promise.all([
      finishLink(viewer, attemptId, now),
      finishLink(viewer, attemptId, now),
      finishLinkJob(data, now),
    ]);
    expect(first).toEqual(second);
    expect(await finishLink(viewer, attemptId, now)).toEqual(first);
    expect(await count('account', viewer.householdId)).toBe(3);
    expect(await count('consent_event', viewer.householdId)).toBe(3);
  });

  it('without accounts is a cancelled attempt and nothing else', async () => {
    const viewer = await newViewer();
    const { attemptId } = await started(viewer);
    expect(await finishLink(viewer, attemptId, await bank.now())).toEqual({
      ok: true,
      value: { outcome: 'cancelled' },
    });
    for (const table of ['account', 'connection', 'consent_event', 'bank_account_ref']) {
      expect(await count(table, viewer.householdId)).toBe(0);
    }
    expect(await jobs(viewer.householdId)).toEqual([]);
  });

  it('believes the bank when it has accounts after all', async () => {
    const viewer = await newViewer();
    const { attemptId, clientSecret } = await started(viewer);
    await finishLink(viewer, attemptId, await bank.now());
    await bank.link(clientSecret);
    const again = await finishLink(viewer, attemptId, await bank.now());
    expect(again).toMatchObject({ ok: true, value: { outcome: 'linked' } });
  });

  it('leaves the attempt open when the bank is down, so that it can be tried again', async () => {
    const viewer = await newViewer();
    const { attemptId, clientSecret } = await started(viewer);
    await bank.link(clientSecret);
    const now = await bank.now();
    await bank.control('/faults', { fault: 'unavailable', times: 3 });
    expect(await finishLink(viewer, attemptId, now)).toEqual({ ok: false, code: 'bank-unavailable' });
    expect(await count('account', viewer.householdId)).toBe(0);
    await bank.control('/faults', { fault: 'unavailable', times: 3 });
    await expect(finishLinkJob({ householdId: viewer.householdId, linkAttemptId: attemptId }, now)).rejects.toThrow();
    expect(await finishLink(viewer, attemptId, now)).toMatchObject({ ok: true, value: { outcome: 'linked' } });
  });

  it('refuses the dialog of another person, for ever', async () => {
    const [mine, theirs] = [await newViewer(), await newViewer()];
    const { attemptId } = await started(mine);
    const other = await started(theirs);
    await bank.link(other.clientSecret);
    const [{ session_ref } = { session_ref: '' }] = await db.query<{ session_ref: string }>(
      `DELETE FROM link_attempt WHERE id = $1 RETURNING session_ref`,
      [other.attemptId],
    );
    await db.query('UPDATE link_attempt SET session_ref = $2 WHERE id = $1', [attemptId, session_ref]);
    const now = await bank.now();
    expect(await finishLink(mine, attemptId, now)).toEqual({ ok: false, code: 'refused' });
    await finishLinkJob({ householdId: mine.householdId, linkAttemptId: attemptId }, now);
    expect(await count('account', mine.householdId)).toBe(0);
    expect(await finishLink(mine, attemptId, now)).toEqual({ ok: false, code: 'refused' });
  });

  test.each([
    ['of another household', async (attemptId: string) => finishLink(await newViewer(), attemptId, await bank.now())],
    ['that does not exist', async () => finishLink(await newViewer(), newId(), await bank.now())],
    ['that is no id', async () => finishLink(await newViewer(), 'fcsess_1', await bank.now())],
  ])('of an attempt %s finds none', async (_what, finish) => {
    const { attemptId } = await started(await newViewer());
    await expect(finish(attemptId)).rejects.toThrow(NotFound);
  });

  it('of an attempt of another member of the household finds none', async () => {
    const viewer = await newViewer();
    const { attemptId, clientSecret } = await started(viewer);
    await bank.link(clientSecret);
    const member = { ...(await newViewer()), householdId: viewer.householdId };
    await expect(finishLink(member, attemptId, await bank.now())).rejects.toThrow(NotFound);
    expect(await count('account', viewer.householdId)).toBe(0);
  });

  it('of accounts that are linked already keeps one of each, also from two dialogs at once', async () => {
    const viewer = await newViewer();
    const before = await linkAs(viewer, bank);
    const dialogs = [await started(viewer), await started(viewer)];
    for (const { clientSecret } of dialogs) await bank.link(clientSecret);
    const now = await bank.now();
    const [one, two] = await Promise.all(dialogs.map(({ attemptId }) => finishLink(viewer, attemptId, now)));
    const known = before.map(({ id }) => ({ id, kind: 'known' }));
    expect(one).toEqual({ ok: true, value: { outcome: 'linked', accounts: expect.arrayContaining(known) } });
    expect(two).toEqual(one);
    expect(await count('account', viewer.householdId)).toBe(3);
    expect(await count('balance_anchor', viewer.householdId)).toBe(3);
  });
});
