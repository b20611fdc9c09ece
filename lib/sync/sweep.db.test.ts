import { describe, expect, test } from 'vitest';
import { permissionViews } from '../accounts/account-query.ts';
import { accountFacts } from '../accounts/card-query.ts';
import { wallNow } from '../clock.ts';
import { dayOf } from '../dates/day.ts';
import { transact } from '../db/transact.ts';
import { recordBalance } from './record-balance.ts';
import { patience, sweep } from './sweep.ts';
import { syncAccount } from './sync-account.ts';
import { syncOf, testScene } from './test-account.ts';
import { booksOf } from './test-work.ts';

const { db, bank, drain, newEvents, settleEvents, linked, addRow, truth, held } = testScene();

describe('the sweep', () => {
  test('brings what lost events would have brought', async () => {
    const { account } = await linked();
    await bank.control('/advance', { days: 2 });
    await newEvents();
    const now = await bank.now();
    await sweep(now, new Date());
    await drain();
    expect(await held(account)).toEqual(await truth(account));
    await newEvents();
    const late = new Date(now.getTime() + patience.pendingMs + 1_000);
    await sweep(late, new Date());
    await drain();
    const [newest] = await db.query<{ as_of: Date }>(
      'SELECT as_of FROM balance_anchor WHERE account_id = $1 ORDER BY as_of DESC LIMIT 1',
      [account.id],
    );
    expect(newest?.as_of.getTime()).toBeGreaterThan(now.getTime() - 86_400_000);
  });

  test('brings rows whose event was lost though another reading of the account came in between', async () => {
    const { account, viewer } = await linked();
    const rowsReadAt = async () => {
      const today = dayOf(await bank.now(), viewer.timeZone);
      return transact(viewer, async (tx) => {
        const [facts] = await accountFacts(tx, today, wallNow(), account.id);
        const views = (await permissionViews(tx, facts ? [facts] : [])).get(account.id) ?? [];
        const { read } = views.find(({ permission }) => permission === 'transactions') ?? {};
        return { read: read?.succeededAt, complete: facts?.lastCompleteAt };
      });
    };
    const before = await rowsReadAt();
    await addRow(account, -4_321, 'NOT HEARD OF');
    await bank.control('/advance', { days: 1 });
    await newEvents();
    const now = await bank.now();
    await recordBalance({ householdId: viewer.householdId, accountId: account.id }, now);
    expect(await held(account)).not.toEqual(await truth(account));
    expect(await rowsReadAt()).toEqual(before);
    await sweep(new Date(now.getTime() + patience.pendingMs + 1_000), new Date());
    await drain();
    expect(await held(account)).toEqual(await truth(account));
    expect((await rowsReadAt()).read?.getTime()).toBeGreaterThan(before.read?.getTime() ?? 0);
  });

  test('asks once an hour for what the bank is still reading, though its run leaves nothing behind', async () => {
    const { account } = await linked();
    await bank.control('/faults', { fault: 'refresh-hangs', account: account.ref, feature: 'transactions' });
    await bank.control('/advance', { days: 1 });
    expect(await syncAccount(syncOf(account), await bank.now(), 1)).toBe('waiting');
    const at = async (minutes: number) => new Date((await bank.now()).getTime() + minutes * 60_000);
    const swept = async (minutes: number) => {
      const { accounts } = await sweep(await at(minutes), new Date());
      await drain();
      return accounts;
    };
    const counts: number[] = [];
    for (const minutes of [5, 10, 60, 66]) counts.push(await swept(minutes));
    expect(counts).toEqual([1, 0, 0, 1]);
  });

  test('gives events that came before their account to it', async () => {
    const { viewer } = await linked();
    const before = await booksOf(db, viewer.householdId);
    await db.query('UPDATE bank_event SET household_id = NULL WHERE household_id = $1', [viewer.householdId]);
    const { events } = await sweep(await bank.now(), new Date());
    expect(events).toBeGreaterThan(6);
    await settleEvents();
    expect((await sweep(await bank.now(), new Date())).events).toBe(0);
    expect(await booksOf(db, viewer.householdId)).toEqual(before);
  });
});

describe('the sweep of the inbox', () => {
  test('drops events of accounts that never became ours after thirty days, and no others', async () => {
    const { account } = await linked();
    const now = await bank.now();
    const put = `INSERT INTO bank_event (id, type, account_ref, created_at, received_at) VALUES ($1, 'other', $2, $3, $3)`;
    const days = (count: number) => new Date(now.getTime() - count * 86_400_000);
    await db.query(put, ['evt_old_stray', 'fca_stray', days(31)]);
    await db.query(put, ['evt_new_stray', 'fca_stray', days(29)]);
    await db.query(put, ['evt_old_ours', account.ref, days(31)]);
    await sweep(now, new Date());
    const left = await db.query<{ id: string }>(
      `SELECT id FROM bank_event WHERE id LIKE 'evt%stray' OR id = 'evt_old_ours'`,
    );
    expect(left.map(({ id }) => id).sort()).toEqual(['evt_new_stray', 'evt_old_ours']);
  });
});
