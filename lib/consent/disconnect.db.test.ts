import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { storeBankAccount } from '../accounts/store-bank-account.ts';
import { readAccount } from '../bank/bank.ts';
import { testBank } from '../bank/stripe/test-bank.ts';
import { wallNow } from '../clock.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { transact, transactFor } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { forgetEnv } from '../env.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { disconnectReplaced } from '../linking/disconnect-replaced.ts';
import { settleRelink } from '../linking/settle-relink.ts';
import { linkAs, storeRows } from '../linking/test-linking.ts';
import { disconnectAccount } from './disconnect-account.ts';
import { consentLog } from './queries.ts';

const db = testDatabase();
const bank = testBank();

/** A person with three linked accounts, the first of them with rows. */
async function linked(): Promise<{ viewer: Viewer; accountId: string; ref: string }> {
  const viewer = await newViewer();
  const [account] = await linkAs(viewer, bank);
  const accountId = account?.id ?? '';
  await storeRows(viewer.householdId, accountId);
  const sql = 'SELECT bank_ref FROM bank_account_ref WHERE account_id = $1';
  const [ref] = await db.query<{ bank_ref: string }>(sql, [accountId]);
  return { viewer, accountId, ref: ref?.bank_ref ?? '' };
}

/** In how many rows of each table with an account an account's id stands. */
async function traces(accountId: string): Promise<Record<string, number>> {
  const tables = await db.query<{ name: string }>(
    `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND c.column_name = 'account_id' AND c.data_type = 'uuid' AND t.table_type = 'BASE TABLE'`,
  );
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await db.query<{ n: number }>(`SELECT count(*)::int AS n FROM "${name}" WHERE account_id = $1`, [
      accountId,
    ]);
    if (row && row.n > 0) found[name] = row.n;
  }
  return found;
}

const statusOf = async (accountId: string) => db.query('SELECT status FROM account WHERE id = $1', [accountId]);

describe('disconnecting an account', () => {
  it('and keeping it ends it at the bank and leaves the rows to look at', async () => {
    const { viewer, accountId, ref } = await linked();
    const before = await traces(accountId);
    const now = await bank.now();
    const result = await disconnectAccount(viewer, { accountId, choice: 'keep' }, now);
    expect(result).toEqual({ ok: true, value: { at: now, institutionName: expect.any(String), erasedRows: null } });
    expect((await readAccount(ref)).status).toBe('disconnected');
    expect(await statusOf(accountId)).toEqual([{ status: 'disconnected' }]);
    expect((await traces(accountId)).transaction).toBe(before.transaction);
  });

  it('stays so when an answer that was asked for earlier is stored later', async () => {
    const { viewer, accountId, ref } = await linked();
    const now = await bank.now();
    const readAt = wallNow();
    const crossed = await readAccount(ref);
    await disconnectAccount(viewer, { accountId, choice: 'keep' }, now);
    await transact(viewer, (tx) => storeBankAccount(tx, accountId, crossed, readAt, now));
    expect(await statusOf(accountId)).toEqual([{ status: 'disconnected' }]);
  });

  it('is noted once, as the person’s doing, though the bank’s own word of it is stored first', async () => {
    const { viewer, accountId, ref } = await linked();
    const now = await bank.now();
    const hearing = `CREATE FUNCTION hear() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO consent_event (id, household_id, account_id, kind, permissions, at)
        VALUES (gen_random_uuid(), NEW.household_id, NEW.id, 'disconnected-at-bank', '{}', '${now.toISOString()}');
      RETURN NEW; END $$`;
    await db.query(hearing);
    await db.query(`CREATE TRIGGER hear BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION hear()`);
    try {
      await disconnectAccount(viewer, { accountId, choice: 'keep' }, now);
    } finally {
      await db.query('DROP TRIGGER hear ON account');
      await db.query('DROP FUNCTION hear');
    }
    const log = await transact(viewer, (tx) => consentLog(tx, accountId));
    expect(log.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['disconnected', 'linked']));
    expect(log).toHaveLength(2);
    expect((await readAccount(ref)).status).toBe('disconnected');
  });

  it('keeps the note of an account that was ended at the bank before', async () => {
    const { viewer, accountId, ref } = await linked();
    const now = await bank.now();
    await bank.control(`/accounts/${ref}/disconnect`, {});
    const ended = await readAccount(ref);
    await transact(viewer, (tx) => storeBankAccount(tx, accountId, ended, wallNow(), now));
    await disconnectAccount(viewer, { accountId, choice: 'erase' }, now);
    const log = await transact(viewer, (tx) => consentLog(tx, accountId));
    expect(log.map(({ kind }) => kind).sort()).toEqual(['disconnected-at-bank', 'erased', 'linked']);
  });

  it('and erasing it leaves nothing of it but the receipt', async () => {
    const { viewer, accountId, ref } = await linked();
    const { transaction } = await traces(accountId);
    const result = await disconnectAccount(viewer, { accountId, choice: 'erase' }, await bank.now());
    expect(result).toMatchObject({ ok: true, value: { erasedRows: transaction } });
    expect((await readAccount(ref)).status).toBe('disconnected');
    expect(await traces(accountId)).toEqual({ consent_event: 2 });
    expect(await statusOf(accountId)).toEqual([]);
    const log = await transact(viewer, (tx) => consentLog(tx, accountId));
    expect(log.map(({ kind, by, account }) => ({ kind, by, account }))).toEqual(
      expect.arrayContaining([
        { kind: 'erased', by: 'you', account: null },
        { kind: 'linked', by: 'you', account: null },
      ]),
    );
    const others = await db.query('SELECT id FROM account WHERE household_id = $1', [viewer.householdId]);
    expect(others).toHaveLength(2);
  });

  it('changes nothing while the bank is down, and says so', async () => {
    const { viewer, accountId, ref } = await linked();
    const before = await traces(accountId);
    await bank.control('/faults', { fault: 'unavailable', times: 3 });
    const result = await disconnectAccount(viewer, { accountId, choice: 'erase' }, await bank.now());
    expect(result).toEqual({ ok: false, code: 'bank-unavailable' });
    expect(await traces(accountId)).toEqual(before);
    expect(await statusOf(accountId)).toEqual([{ status: 'active' }]);
    expect((await readAccount(ref)).status).toBe('active');
  });

  it('that is disconnected already can still erase it', async () => {
    const { viewer, accountId } = await linked();
    const now = await bank.now();
    await disconnectAccount(viewer, { accountId, choice: 'keep' }, now);
    expect(await disconnectAccount(viewer, { accountId, choice: 'erase' }, now)).toMatchObject({ ok: true });
    expect(await statusOf(accountId)).toEqual([]);
  });

  it('is for those who may edit, of this household, and no id of anybody else', async () => {
    const { accountId, ref, viewer } = await linked();
    const now = await bank.now();
    const input = { accountId, choice: 'erase' } as const;
    await expect(disconnectAccount(await newViewer(), input, now)).rejects.toThrow(NotFound);
    await expect(disconnectAccount({ ...viewer, role: 'viewer' }, input, now)).rejects.toThrow(NotAllowed);
    await expect(disconnectAccount(viewer, { ...input, accountId: newId() }, now)).rejects.toThrow(NotFound);
    expect((await readAccount(ref)).status).toBe('active');
  });
});

describe('disconnecting an account that a sync joins with another meanwhile', () => {
  /** An account whose id was re-issued, and the one that was linked under the new id; their rows agree. */
  async function relinked() {
    const { viewer, accountId, ref } = await linked();
    await bank.control('/faults', { fault: 'ids-reissued', account: ref });
    await bank.control('/advance', { days: 2 });
    const again = await linkAs(viewer, bank, { purpose: 'relink', accountId });
    const freshId = again.find(({ kind }) => kind === 'maybe-known')?.id ?? '';
    await storeRows(viewer.householdId, freshId);
    const sql = 'SELECT bank_ref FROM bank_account_ref WHERE account_id = $1';
    const [fresh] = await db.query<{ bank_ref: string }>(sql, [freshId]);
    const now = await bank.now();
    const join = () => transactFor(viewer.householdId, (tx) => settleRelink(tx, freshId, now));
    return { viewer, accountId, freshId, ref, freshRef: fresh?.bank_ref ?? '', join, now };
  }

  it('ends the id that it was given by then, too', async () => {
    const { viewer, accountId, ref, freshRef, join, now } = await relinked();
    const result = await beforeTheBankEnds(join, () => disconnectAccount(viewer, { accountId, choice: 'keep' }, now));
    expect(result).toMatchObject({ ok: true, value: { erasedRows: null } });
    for (const each of [ref, freshRef]) expect((await readAccount(each)).status).toBe('disconnected');
    expect(await statusOf(accountId)).toEqual([{ status: 'disconnected' }]);
    const ended = 'SELECT bank_ref, ended_at FROM bank_account_ref WHERE account_id = $1 AND replaced_at IS NOT NULL';
    expect(await db.query(ended, [accountId])).toEqual([{ bank_ref: ref, ended_at: now }]);
  });

  it('erases what it was given by then only once that has ended', async () => {
    const { viewer, accountId, ref, freshRef, join, now } = await relinked();
    const result = await beforeTheBankEnds(join, () => disconnectAccount(viewer, { accountId, choice: 'erase' }, now));
    expect(result).toMatchObject({ ok: true, value: { erasedRows: expect.any(Number) } });
    for (const each of [ref, freshRef]) expect((await readAccount(each)).status).toBe('disconnected');
    expect(Object.keys(await traces(accountId))).toEqual(['consent_event']);
  });

  it('asks nothing about an id that ended before, which stays ended since then', async () => {
    const { viewer, accountId, ref, freshRef, join, now } = await relinked();
    await join();
    await disconnectReplaced({ householdId: viewer.householdId, accountRef: ref }, now);
    await bank.control('/faults', {
      fault: 'unavailable',
      times: 3,
      path: `/v1/financial_connections/accounts/${ref}`,
    });
    const later = new Date(now.getTime() + 60_000);
    expect(await disconnectAccount(viewer, { accountId, choice: 'keep' }, later)).toMatchObject({ ok: true });
    expect((await readAccount(freshRef)).status).toBe('disconnected');
    const ended = 'SELECT ended_at FROM bank_account_ref WHERE bank_ref = $1';
    expect(await db.query(ended, [ref])).toEqual([{ ended_at: now }]);
    await bank.mend();
  });

  it('ends the older one that it became part of, and erases nothing of that', async () => {
    const { viewer, accountId, freshId, ref, freshRef, join, now } = await relinked();
    const before = await traces(accountId);
    const input = { accountId: freshId, choice: 'erase' } as const;
    const result = await beforeTheBankEnds(join, () => disconnectAccount(viewer, input, now));
    expect(result).toMatchObject({ ok: true, value: { erasedRows: null } });
    for (const each of [ref, freshRef]) expect((await readAccount(each)).status).toBe('disconnected');
    expect(await statusOf(accountId)).toEqual([{ status: 'disconnected' }]);
    expect((await traces(accountId)).transaction).toBeGreaterThanOrEqual(before.transaction ?? 0);
    const log = await transact(viewer, (tx) => consentLog(tx, accountId));
    expect(log.map(({ kind }) => kind)).toContain('disconnected');
  });

  /** Does `work`, and `meanwhile` when it first asks the bank to end an account, before the bank hears of it. */
  async function beforeTheBankEnds<T>(meanwhile: () => Promise<unknown>, work: () => Promise<T>): Promise<T> {
    let isAsked = false;
    const door = createServer(async (request, response) => {
      const body = await text(request);
      if (request.url?.endsWith('/disconnect') && !isAsked) {
        isAsked = true;
        await meanwhile();
      }
      const { method = 'GET', headers } = request;
      const kept = ['authorization', 'content-type', 'stripe-version', 'idempotency-key'];
      const answer = await fetch(`${bank.url}${request.url}`, {
        method,
        headers: kept.flatMap((name): [string, string][] => (headers[name] ? [[name, String(headers[name])]] : [])),
        ...(method === 'POST' ? { body } : {}),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(await answer.text());
    });
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    process.env.STRIPE_API_URL = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
    forgetEnv();
    try {
      return await work();
    } finally {
      process.env.STRIPE_API_URL = bank.url;
      forgetEnv();
      door.closeAllConnections();
      door.close();
    }
  }
});

describe('the log of consents', () => {
  it('shows a household its own and nobody else’s', async () => {
    const { viewer, accountId } = await linked();
    const own = await transact(viewer, (tx) => consentLog(tx));
    expect(own.map(({ kind }) => kind)).toEqual(['linked', 'linked', 'linked']);
    expect(own.find(({ account }) => account?.id === accountId)).toMatchObject({
      by: 'you',
      account: { id: accountId },
    });
    const stranger = await newViewer();
    expect(await transact(stranger, (tx) => consentLog(tx))).toEqual([]);
    expect(await transact(stranger, (tx) => consentLog(tx, accountId))).toEqual([]);
  });
});
