import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '#lib/auth/sessions.ts';
import { findVisit } from '#lib/auth/viewer.ts';
import { wallNow } from '#lib/clock.ts';
import { newViewer, testDatabase } from '#lib/db/test-database.ts';
import { transact } from '#lib/db/transact.ts';
import type { Viewer } from '#lib/db/viewer.ts';
import { forgetEnv } from '#lib/env.ts';
import { NotAllowed } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { eraseHousehold } from './erase-household.ts';
import { findErasure, unfinishedErasures } from './erasure.ts';
import { whatWouldBeErased } from './erasure-preview.ts';
import { requestErasure } from './request-erasure.ts';

const db = testDatabase();
const now = new Date('2026-11-21T09:00:00Z');
const bank = { asked: [] as string[], isDown: false, meanwhile: async () => {} };
const server = createServer(async (request, response) => {
  await bank.meanwhile();
  bank.asked.push(`${request.method} ${request.url}`);
  const id = /accounts\/(\w+)\/disconnect/.exec(request.url ?? '')?.[1] ?? '';
  response.writeHead(bank.isDown ? 503 : 200, { 'content-type': 'application/json', 'stripe-should-retry': 'false' });
  response.end(
    JSON.stringify(
      bank.isDown
        ? { error: { type: 'api_error', message: 'down' } }
        : { id, object: 'financial_connections.account', status: 'disconnected' },
    ),
  );
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.STRIPE_API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  forgetEnv();
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** A household with one row in every table that belongs to households. */
async function fullHousehold(): Promise<{ viewer: Viewer; accountId: string; bankRef: string; holderRef: string }> {
  const viewer = await newViewer();
  const tables = await db.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'household_id'`,
  );
  const accountId = newId();
  const bankRef = `fca_${accountId.replaceAll('-', '')}`;
  const holderRef = `cus_${accountId.replaceAll('-', '')}`;
  const known: Record<string, unknown> = {
    household_id: viewer.householdId,
    user_id: viewer.userId,
    account_id: accountId,
    bank_ref: bankRef,
    connection_id: accountId,
    status: 'active',
    state: 'done',
    account_ref: bankRef,
  };
  await db.query('SET session_replication_role = replica');
  for (const { name } of tables.filter((table) => !['membership', 'erasure'].includes(table.name))) {
    const own = name === 'bank_holder' ? { bank_ref: holderRef } : {};
    await insertAny(
      name,
      name === 'account' || name === 'connection' ? { ...known, id: accountId } : { ...known, ...own },
    );
  }
  await db.query('SET session_replication_role = origin');
  return { viewer, accountId, bankRef, holderRef };
}

/** One more account at the bank of another one. */
async function addAccount(householdId: string, besideId: string): Promise<string> {
  const accountId = newId();
  const given = { household_id: householdId, connection_id: besideId, status: 'active' };
  await insertAny('account', { ...given, id: accountId });
  await insertAny('bank_account_ref', { ...given, account_id: accountId, bank_ref: `fca_${accountId}` });
  return accountId;
}

/** One more row of an account, which the bank has taken back: deleted like the others, and counted to nobody. */
async function addVoidRow(householdId: string, accountId: string): Promise<void> {
  await db.query('SET session_replication_role = replica');
  await insertAny('transaction', { household_id: householdId, account_id: accountId, status: 'void' });
  await db.query('SET session_replication_role = origin');
}

/** Inserts a row with what is given, and something of the right type in every other column that needs a value. */
async function insertAny(table: string, given: Record<string, unknown>): Promise<void> {
  const columns = await db.query<{ name: string; type: string }>(
    `SELECT column_name AS name, udt_name AS type FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_nullable = 'NO' AND column_default IS NULL AND is_generated = 'NEVER'
       OR table_schema = 'public' AND table_name = $1 AND column_name = ANY($2)`,
    [table, Object.keys(given)],
  );
  const some: Record<string, () => unknown> = {
    uuid: newId,
    text: newId,
    bpchar: () => 'USD',
    timestamptz: () => now,
    date: () => '2026-11-01',
    int8: () => 1,
    int4: () => 1,
    bool: () => false,
    _text: () => [],
    _uuid: () => [],
    jsonb: () => '{}',
    bytea: () => Buffer.from('x'),
  };
  const values = columns.map(({ name, type }) => (name in given ? given[name] : some[type]?.()));
  await db.query(
    `INSERT INTO "${table}" (${columns.map(({ name }) => `"${name}"`).join(', ')}) VALUES (${columns.map((_, n) => `$${n + 1}`).join(', ')})`,
    values,
  );
}

async function rowsOf(householdId: string): Promise<string[]> {
  const tables = await db.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'household_id'`,
  );
  const left: string[] = [];
  for (const { name } of tables) {
    const rows = await db.query(`SELECT 1 FROM "${name}" WHERE household_id = $1`, [householdId]);
    if (rows.length > 0) left.push(name);
  }
  return left.sort();
}

describe('deleting my data', () => {
  it('ends access at the bank, then deletes every row and the person, and leaves a receipt of counts', async () => {
    const { viewer, accountId, bankRef, holderRef } = await fullHousehold();
    const neighbour = await fullHousehold();
    await addVoidRow(viewer.householdId, accountId);
    const preview = await transact(viewer, whatWouldBeErased, { readOnly: true });
    expect(preview).toMatchObject({ accounts: [{ id: accountId }], transactions: 1 });
    const before = await rowsOf(neighbour.viewer.householdId);
    bank.asked = [];
    const receipt = await requestErasure(viewer, now);
    expect(await findErasure(receipt)).toMatchObject({ finishedAt: null, accounts: 1 });
    expect(await eraseHousehold(viewer.householdId, now, wallNow())).toBe('erased');
    expect(bank.asked).toEqual([
      `POST /v1/financial_connections/accounts/${bankRef}/disconnect`,
      `DELETE /v1/customers/${holderRef}`,
    ]);
    expect(await rowsOf(viewer.householdId)).toEqual(['erasure']);
    expect(await db.query('SELECT 1 FROM household WHERE id = $1', [viewer.householdId])).toEqual([]);
    expect(await db.query('SELECT 1 FROM "user" WHERE id = $1', [viewer.userId])).toEqual([]);
    expect(await findErasure(receipt)).toEqual({
      requestedAt: now,
      finishedAt: now,
      accounts: 1,
      disconnected: 1,
      transactions: 1,
      isDemo: false,
    });
    expect(await rowsOf(neighbour.viewer.householdId)).toEqual(before);
    expect(await eraseHousehold(viewer.householdId, now, wallNow())).toBe('nothing-there');
  });

  it('ends the replaced ids, too, that are left of an account that was disconnected before, and counts it not', async () => {
    const { viewer, accountId, bankRef } = await fullHousehold();
    await db.query(`UPDATE account SET status = 'disconnected' WHERE id = $1`, [accountId]);
    await db.query('UPDATE bank_account_ref SET replaced_at = NULL WHERE bank_ref = $1', [bankRef]);
    const replaced = { household_id: viewer.householdId, account_id: accountId, replaced_at: now };
    await insertAny('bank_account_ref', { ...replaced, bank_ref: `${bankRef}older` });
    await insertAny('bank_account_ref', { ...replaced, bank_ref: `${bankRef}ended`, ended_at: now });
    const receipt = await requestErasure(viewer, now);
    bank.asked = [];
    expect(await eraseHousehold(viewer.householdId, now, wallNow())).toBe('erased');
    expect(bank.asked.filter((request) => request.includes('accounts'))).toEqual([
      `POST /v1/financial_connections/accounts/${bankRef}older/disconnect`,
    ]);
    expect(await findErasure(receipt)).toMatchObject({ accounts: 0, disconnected: 0 });
  });

  it('by two jobs at once counts each account once', async () => {
    const { viewer, accountId } = await fullHousehold();
    await addAccount(viewer.householdId, accountId);
    const receipt = await requestErasure(viewer, now);
    // The first waits in the middle of its work until the second has done all of it.
    bank.meanwhile = async () => {
      bank.meanwhile = async () => {};
      await eraseHousehold(viewer.householdId, now, wallNow());
    };
    await eraseHousehold(viewer.householdId, now, wallNow());
    expect(await findErasure(receipt)).toMatchObject({ accounts: 2, disconnected: 2, transactions: 1 });
  });

  it('signs everybody of the household out at once, before anything else is done', async () => {
    const { viewer } = await fullHousehold();
    const nobody = { address: '203.0.113.9', addressKey: '203.0.113.9', userAgent: null, cookie: null };
    const [cookie] = await openSession(viewer.userId, nobody);
    const asker = { ...nobody, cookie: `${cookie?.name}=${encodeURIComponent(cookie?.value ?? '')}` };
    expect(await findVisit(asker, wallNow())).not.toBeNull();
    await requestErasure(viewer, now);
    expect(await findVisit(asker, wallNow())).toBeNull();
  });

  it('keeps everything while the bank cannot be asked, and goes on where it stopped', async () => {
    const { viewer } = await fullHousehold();
    const receipt = await requestErasure(viewer, now);
    bank.isDown = true;
    await expect(eraseHousehold(viewer.householdId, now, wallNow())).rejects.toThrow();
    expect(await rowsOf(viewer.householdId)).toContain('transaction');
    expect(await unfinishedErasures()).toContain(viewer.householdId);
    bank.isDown = false;
    expect(await eraseHousehold(viewer.householdId, now, wallNow())).toBe('erased');
    expect(await findErasure(receipt)).toMatchObject({ finishedAt: now, disconnected: 1 });
    expect(await unfinishedErasures()).not.toContain(viewer.householdId);
  }, 60_000);

  it('waits for a sync that is writing just now', async () => {
    const { viewer } = await fullHousehold();
    await requestErasure(viewer, now);
    await db.query(`UPDATE sync_run SET state = 'running', lease_until = $2 WHERE household_id = $1`, [
      viewer.householdId,
      new Date(wallNow().getTime() + 60_000),
    ]);
    expect(await eraseHousehold(viewer.householdId, now, wallNow())).toBe('busy');
    expect(await rowsOf(viewer.householdId)).toContain('transaction');
    expect(await eraseHousehold(viewer.householdId, now, new Date(wallNow().getTime() + 120_000))).toBe('erased');
  });

  it('ends access at an account, too, that a dialog brings while the others are ended', async () => {
    const { viewer, accountId } = await fullHousehold();
    const receipt = await requestErasure(viewer, now);
    let late = '';
    bank.meanwhile = async () => {
      bank.meanwhile = async () => {};
      late = await addAccount(viewer.householdId, accountId);
    };
    expect(await eraseHousehold(viewer.householdId, now, wallNow())).toBe('busy');
    bank.asked = [];
    expect(await eraseHousehold(viewer.householdId, now, wallNow())).toBe('erased');
    expect(bank.asked.filter((request) => request.includes('accounts'))).toEqual([expect.stringContaining(late)]);
    expect(await findErasure(receipt)).toMatchObject({ accounts: 2, disconnected: 2 });
  });

  it('asked twice is one erasure with one receipt', async () => {
    const { viewer } = await fullHousehold();
    expect(await requestErasure(viewer, now)).toBe(await requestErasure(viewer, now));
  });

  it('is for an owner only', async () => {
    const viewer = await newViewer({ role: 'editor' });
    await expect(requestErasure(viewer, now)).rejects.toThrow(NotAllowed);
  });

  it('leaves a person who belongs to another household too', async () => {
    const { viewer } = await fullHousehold();
    const other = await newViewer();
    await insertAny('credential', { user_id: viewer.userId, provider_id: 'credential', account_id: viewer.userId });
    await db.query(
      `INSERT INTO membership (household_id, user_id, role, created_at) VALUES ($1, $2, 'viewer', now())`,
      [other.householdId, viewer.userId],
    );
    await requestErasure(viewer, now);
    await eraseHousehold(viewer.householdId, now, wallNow());
    expect(await db.query('SELECT 1 FROM "user" WHERE id = $1', [viewer.userId])).toHaveLength(1);
    expect(await db.query('SELECT 1 FROM credential WHERE user_id = $1', [viewer.userId])).toHaveLength(1);
  });
});

it('a receipt that is not there is none, whatever the address holds', async () => {
  expect(await findErasure(newId())).toBeNull();
  expect(await findErasure("' OR 1=1")).toBeNull();
});
