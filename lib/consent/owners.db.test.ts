import { describe, expect, it } from 'vitest';
import { account as accountOf } from '../accounts/account-query.ts';
import { readAccount, requestRefresh } from '../bank/bank.ts';
import { testBank } from '../bank/stripe/test-bank.ts';
import { wallNow } from '../clock.ts';
import { dayOf } from '../dates/day.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { transact } from '../db/transact.ts';
import { NotFound } from '../errors.ts';
import { linkAs } from '../linking/test-linking.ts';
import { recordAccount } from '../proof/record-account.ts';
import { revealOwners } from './owners.ts';
import { consentLog } from './queries.ts';
import { readOwners } from './read-owners.ts';

const db = testDatabase();
const bank = testBank();

async function read(name: string, permissions: 'ownership'[] = ['ownership']) {
  const viewer = await newViewer({ name });
  const [account] = await linkAs(viewer, bank, { purpose: 'link', permissions });
  const accountId = account?.id ?? '';
  const data = { householdId: viewer.householdId, accountId };
  await readOwners(data, await bank.now());
  return { viewer, accountId, data };
}

const stored = (accountId: string) =>
  db.query<{ sealed: Buffer; ownership_ref: string }>('SELECT * FROM account_owner WHERE account_id = $1', [accountId]);

async function refOf(accountId: string): Promise<string> {
  const sql = 'SELECT bank_ref FROM bank_account_ref WHERE account_id = $1';
  return (await db.query<{ bank_ref: string }>(sql, [accountId]))[0]?.bank_ref ?? '';
}

describe('the owners of an account', () => {
  it('are kept sealed, and shown to who asks, who is noted', async () => {
    const { viewer, accountId } = await read('Nora Whitcombe');
    const rows = await stored(accountId);
    expect(rows.length).toBeGreaterThan(0);
    for (const { sealed } of rows) expect(sealed.toString('latin1')).not.toMatch(/whitcombe/i);
    const view = await revealOwners(viewer, accountId, await bank.now());
    expect(view).toMatchObject({ match: 'match', readAt: expect.any(Date) });
    expect(view.owners[0]).toEqual({
      name: expect.stringMatching(/whitcombe/i),
      email: expect.any(String),
      phone: expect.any(String),
      address: expect.any(String),
    });
    const log = await transact(viewer, (tx) => consentLog(tx, accountId));
    expect(log.filter(({ kind }) => kind === 'owners-viewed')).toHaveLength(1);
  });

  it('who are somebody else are told to be', async () => {
    const { viewer, accountId } = await read('Somebody Else');
    expect(await revealOwners(viewer, accountId, await bank.now())).toMatchObject({ match: 'no_match' });
  });

  it('are read once from one reading, and a new reading takes the place of the old', async () => {
    const { accountId, data } = await read('Nora Whitcombe');
    const before = await stored(accountId);
    await readOwners(data, await bank.now());
    expect(await stored(accountId)).toEqual(before);
    await bank.control('/advance', { hours: 1 });
    await requestRefresh(await refOf(accountId), ['ownership']);
    await bank.control('/refreshes/complete', {});
    await readOwners(data, await bank.now());
    const after = await stored(accountId);
    expect(after).toHaveLength(before.length);
    expect(after[0]?.ownership_ref).not.toBe(before[0]?.ownership_ref);
  });

  it('were read when those were that are kept, though the bank has read others since', async () => {
    const { viewer, accountId, data } = await read('Nora Whitcombe');
    const today = dayOf(await bank.now(), viewer.timeZone);
    const told = async () => {
      const seen = await transact(viewer, (tx) => accountOf(tx, accountId, today, wallNow()), { readOnly: true });
      return seen?.permissions.find(({ permission }) => permission === 'ownership')?.read?.succeededAt;
    };
    const ref = await refOf(accountId);
    const record = async () => {
      const [readAt, account] = [wallNow(), await readAccount(ref)];
      await transact(viewer, async (tx) => recordAccount(tx, accountId, account, readAt, await bank.now()));
      return account.reads.ownership.attemptedAt;
    };
    const first = await record();
    expect(await told()).toEqual(first);
    await bank.control('/advance', { hours: 1 });
    await requestRefresh(ref, ['ownership']);
    await bank.control('/refreshes/complete', {});
    const second = await record();
    expect(second).not.toEqual(first);
    expect(await told()).toEqual(first);
    await bank.control('/faults', { fault: 'refresh-hangs', account: ref, times: 1 });
    await bank.control('/advance', { hours: 1 });
    await requestRefresh(ref, ['ownership']);
    await readOwners(data, await bank.now());
    expect(await told()).toEqual(second);
  });

  it('come with a balance that is judged, when the bank has stated a new one', async () => {
    const { accountId, data } = await read('Nora Whitcombe');
    const intervals = () => db.query('SELECT state FROM proof_interval WHERE account_id = $1', [accountId]);
    expect(await intervals()).toEqual([]);
    await bank.control('/advance', { days: 3 });
    await requestRefresh(await refOf(accountId), ['balance']);
    await bank.control('/refreshes/complete', {});
    await readOwners(data, await bank.now());
    expect(await intervals()).toEqual([{ state: 'waiting' }]);
  });

  it('are not read where that was not allowed', async () => {
    const { viewer, accountId } = await read('Nora Whitcombe', []);
    expect(await stored(accountId)).toEqual([]);
    expect(await revealOwners(viewer, accountId, await bank.now())).toEqual({
      owners: [],
      match: 'unavailable',
      readAt: null,
    });
  });

  it('are shown no more once they may not be read any more, and nobody is noted', async () => {
    const { viewer, accountId } = await read('Nora Whitcombe');
    await db.query(`UPDATE account SET permissions = array_remove(permissions, 'ownership') WHERE id = $1`, [
      accountId,
    ]);
    expect(await revealOwners(viewer, accountId, await bank.now())).toMatchObject({ owners: [], readAt: null });
    const log = await transact(viewer, (tx) => consentLog(tx, accountId));
    expect(log.map(({ kind }) => kind)).not.toContain('owners-viewed');
  });

  it('are nobody else’s to see', async () => {
    const { accountId } = await read('Nora Whitcombe');
    await expect(revealOwners(await newViewer(), accountId, await bank.now())).rejects.toThrow(NotFound);
  });

  it('are tried again when the bank is down, and given up when the account is gone', async () => {
    const { data, accountId } = await read('Nora Whitcombe');
    const now = await bank.now();
    await bank.control('/faults', { fault: 'unavailable', times: 3 });
    await expect(readOwners(data, now)).rejects.toThrow();
    await db.query('DELETE FROM account WHERE id = $1', [accountId]);
    await expect(readOwners(data, now)).resolves.toBeUndefined();
  });
});
