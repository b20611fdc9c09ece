import { describe, expect, it } from 'vitest';
import { readAccount } from '../bank/bank.ts';
import { testBank } from '../bank/stripe/test-bank.ts';
import { wallNow } from '../clock.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { transact, transactFor } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { recordAccount } from '../proof/record-account.ts';
import { arrivedBy } from './arrived-query.ts';
import { finishLink } from './finish-link.ts';
import { finishLinkJob } from './finish-link-job.ts';
import { startLink } from './start-link.ts';
import { linkAs } from './test-linking.ts';

const db = testDatabase();
const bank = testBank();

describe('more permissions', () => {
  it.each(['the person', 'the bank’s event'])('are told as that when %s comes first', async (first) => {
    const viewer = await newViewer();
    const [account] = await linkAs(viewer, bank, { purpose: 'link', permissions: [] });
    const accountId = account?.id ?? '';
    const now = await bank.now();
    const input = { purpose: 'permissions', accountId, permissions: ['ownership'] } as const;
    const started = await startLink(viewer, { ...input, permissions: [...input.permissions] }, now);
    if (!started.ok) throw new Error(started.code);
    const { attemptId, clientSecret } = started.value;
    await bank.link(clientSecret);
    if (first === 'the bank’s event') {
      const [ref] = await db.query<{ bank_ref: string }>(
        'SELECT bank_ref FROM bank_account_ref WHERE account_id = $1',
        [accountId],
      );
      const facts = await readAccount(ref?.bank_ref ?? '');
      await transactFor(viewer.householdId, (tx) => recordAccount(tx, accountId, facts, wallNow(), now));
      await finishLinkJob({ householdId: viewer.householdId, linkAttemptId: attemptId }, now);
    }
    expect(await finishLink(viewer, attemptId, now)).toMatchObject({ ok: true, value: { outcome: 'linked' } });
    const consents = await db.query<{ kind: string }>('SELECT kind FROM consent_event WHERE account_id = $1', [
      accountId,
    ]);
    expect(consents.map(({ kind }) => kind).sort()).toEqual(['linked', 'permissions']);
    const arrived = await transact(viewer, (tx) => arrivedBy(tx, attemptId), { readOnly: true });
    expect(arrived).toMatchObject({ purpose: 'permissions' });
    expect(arrived?.accounts).toContainEqual({ id: accountId, kind: 'known', more: ['ownership'] });
  });

  /** Asks for the payment numbers of an account and comes back from the bank, where the accounts of a household were chosen. */
  async function askForPayments(viewer: Viewer, accountId: string, household: string, isRefused: boolean) {
    const now = await bank.now();
    const asked = await startLink(viewer, { purpose: 'permissions', accountId, permissions: ['payment_method'] }, now);
    // A bank that allows nothing more: its session is as one that asks for what was allowed.
    const as = isRefused ? await startLink(viewer, { purpose: 'relink', accountId }, now) : asked;
    if (!asked.ok || !as.ok) throw new Error('the bank is there');
    if (isRefused) {
      const [row] = await db.query<{ session_ref: string }>(
        'DELETE FROM link_attempt WHERE id = $1 RETURNING session_ref',
        [as.value.attemptId],
      );
      await db.query('UPDATE link_attempt SET session_ref = $2 WHERE id = $1', [
        asked.value.attemptId,
        row?.session_ref,
      ]);
    }
    await bank.link(as.value.clientSecret, household);
    const finished = await finishLink(viewer, asked.value.attemptId, now);
    expect(finished).toMatchObject({ ok: true, value: { outcome: 'linked' } });
    return transact(viewer, (tx) => arrivedBy(tx, asked.value.attemptId), { readOnly: true });
  }
  const agreements = async ({ householdId }: Viewer) =>
    (
      await db.query<{ kind: string }>(
        `SELECT DISTINCT kind FROM consent_event WHERE household_id = $1 ORDER BY kind`,
        [householdId],
      )
    ).map(({ kind }) => kind);

  it('that the bank refuses are told as nothing, whatever was allowed before', async () => {
    const viewer = await newViewer();
    const accounts = await linkAs(viewer, bank);
    const arrived = await askForPayments(viewer, accounts[0]?.id ?? '', 'salaried', true);
    expect(arrived?.accounts).toHaveLength(3);
    for (const account of arrived?.accounts ?? []) expect(account).toMatchObject({ kind: 'known', more: [] });
    expect(await agreements(viewer)).toEqual(['linked', 'linked-again']);
  });

  it('are told without those that were allowed before, also when they are asked for once more', async () => {
    const viewer = await newViewer();
    const [account] = await linkAs(viewer, bank);
    const first = await askForPayments(viewer, account?.id ?? '', 'salaried', false);
    for (const { more } of first?.accounts ?? []) expect(more).toEqual(['payment_method']);
    expect(await agreements(viewer)).toEqual(['linked', 'permissions']);
    const second = await askForPayments(viewer, account?.id ?? '', 'salaried', false);
    for (const { more } of second?.accounts ?? []) expect(more).toEqual([]);
    expect(await agreements(viewer)).toEqual(['linked', 'linked-again', 'permissions']);
  });

  it('are not told of another account that was linked instead: it is new', async () => {
    const viewer = await newViewer();
    const held = await linkAs(viewer, bank);
    const arrived = await askForPayments(viewer, held[0]?.id ?? '', 'family', false);
    expect(arrived?.accounts.length).toBeGreaterThan(0);
    for (const { id, kind, more } of arrived?.accounts ?? []) {
      expect(held.map((one) => one.id)).not.toContain(id);
      expect([kind, more]).toEqual(['new', []]);
    }
    expect(await agreements(viewer)).toEqual(['linked']);
  });

  it('are a session and a consent of their own, on the same account', async () => {
    const viewer = await newViewer();
    const accounts = await linkAs(viewer, bank, { purpose: 'link', permissions: [] });
    const accountId = accounts[0]?.id ?? '';
    await linkAs(viewer, bank, { purpose: 'permissions', accountId, permissions: ['ownership'] });
    const [row] = await db.query<{ permissions: string[] }>('SELECT permissions FROM account WHERE id = $1', [
      accountId,
    ]);
    expect(row?.permissions).toContain('ownership');
    const consent = await db.query<{ kind: string }>(
      'SELECT kind FROM consent_event WHERE account_id = $1 ORDER BY at, kind',
      [accountId],
    );
    expect(consent.map(({ kind }) => kind).sort()).toEqual(['linked', 'permissions']);
    const [kept] = await db.query<{ n: number }>('SELECT count(*)::int AS n FROM account WHERE household_id = $1', [
      viewer.householdId,
    ]);
    expect(kept?.n).toBe(3);
  });
});
