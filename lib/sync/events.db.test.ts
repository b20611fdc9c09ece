import { describe, expect, it } from 'vitest';
import { testBank } from '../bank/stripe/test-bank.ts';
import { BadSignature } from '../bank/types.ts';
import { wallNow } from '../clock.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { finishLinkJob } from '../linking/finish-link-job.ts';
import { startLink } from '../linking/start-link.ts';
import { linkAs } from '../linking/test-linking.ts';
import { handleBankEvent } from './handle-bank-event.ts';
import { type Received, receiveEvent } from './receive-event.ts';

const db = testDatabase();
const bank = testBank();

const later = 400 * 1000;

async function receive(event: object, at = wallNow()): Promise<Received> {
  const body = JSON.stringify(event);
  return receiveEvent({ body, signature: bank.sign(body, at), wallNow: wallNow(), now: await bank.now() });
}

/** Events of the bank about one account, as they were sent. */
async function eventsAbout(ref: string, type: string) {
  const all = await bank.events();
  return all.filter((event) => event.data.object.id === ref && event.type === `financial_connections.account.${type}`);
}

const refOf = async (accountId: string) =>
  (await db.query<{ bank_ref: string }>('SELECT bank_ref FROM bank_account_ref WHERE account_id = $1', [accountId]))[0]
    ?.bank_ref ?? '';

const jobs = async (name: string, key: string) =>
  db.query<{ data: Record<string, string> }>('SELECT data FROM pgboss.job WHERE name = $1 AND singleton_key = $2', [
    name,
    key,
  ]);

/** A made-up event about an account, in the bank's shape. */
const eventAbout = (ref: string, type: string) => ({
  id: `evt_${crypto.randomUUID()}`,
  object: 'event',
  type: `financial_connections.account.${type}`,
  created: 1_790_000_000,
  data: { object: { id: ref, object: 'financial_connections.account' } },
});

describe('an event of the bank', () => {
  it('is stored once with its work, however often it comes', async () => {
    const event = eventAbout('fca_nobodys', 'refreshed_balance');
    expect(await Promise.all([receive(event), receive(event)])).toEqual(
      expect.arrayContaining(['stored', 'duplicate']),
    );
    expect(await receive(event)).toBe('duplicate');
    expect(await db.query('SELECT type, account_ref, household_id FROM bank_event WHERE id = $1', [event.id])).toEqual([
      { type: event.type, account_ref: 'fca_nobodys', household_id: null },
    ]);
    expect(await jobs('handle-bank-event', event.id)).toHaveLength(1);
  });

  it('keeps nothing of what it says but whose data changed', async () => {
    const event = eventAbout('fca_chatty', 'refreshed_balance');
    Object.assign(event.data.object, { display_name: 'Secret Savings', balance: { current: { usd: 'a-lot' } } });
    await receive(event);
    const [row] = await db.query<{ row: string }>('SELECT e::text AS row FROM bank_event e WHERE id = $1', [event.id]);
    expect(row?.row).not.toMatch(/Secret|a-lot/);
  });

  it('that is not ours is said to be fine and not kept', async () => {
    const invoice = {
      ...eventAbout('in_1', 'x'),
      type: 'invoice.paid',
      data: { object: { id: 'in_1', object: 'invoice' } },
    };
    expect(await receive(invoice)).toBe('not-ours');
    expect(await db.query('SELECT 1 FROM bank_event WHERE id = $1', [invoice.id])).toEqual([]);
  });

  it('of a kind that is new to us is kept by its own word for who may know it later, and leads to nothing', async () => {
    const viewer = await newViewer();
    const [account] = await linkAs(viewer, bank);
    const event = eventAbout(await refOf(account?.id ?? ''), 'levitated');
    expect(await receive(event)).toBe('stored');
    await handleBankEvent({ eventId: event.id }, await bank.now());
    expect(await db.query('SELECT type FROM bank_event WHERE id = $1', [event.id])).toEqual([{ type: event.type }]);
  });

  it('with a bad or an old signature is refused and not kept', async () => {
    const event = eventAbout('fca_1', 'refreshed_balance');
    const body = JSON.stringify(event);
    const now = await bank.now();
    await expect(receive(event, new Date(wallNow().getTime() - later))).rejects.toThrow(BadSignature);
    await expect(receiveEvent({ body, signature: 't=1,v1=00', wallNow: wallNow(), now })).rejects.toThrow(BadSignature);
    expect(await db.query('SELECT 1 FROM bank_event WHERE id = $1', [event.id])).toEqual([]);
  });
});

describe('handling an event', () => {
  it.each([
    ['refreshed_transactions', 'sync-account'],
    ['refreshed_balance', 'record-balance'],
    ['refreshed_ownership', 'read-owners'],
  ])('%s promises %s, once however many come', async (type, job) => {
    const viewer = await newViewer();
    const [account] = await linkAs(viewer, bank);
    const accountId = account?.id ?? '';
    await db.query('DELETE FROM pgboss.job WHERE singleton_key = $1', [accountId]);
    const ref = await refOf(accountId);
    for (const event of [eventAbout(ref, type), eventAbout(ref, type)]) {
      await receive(event);
      await handleBankEvent({ eventId: event.id }, await bank.now());
      await handleBankEvent({ eventId: event.id }, await bank.now());
    }
    const promised = await jobs(job, accountId);
    expect(promised).toHaveLength(1);
    expect(promised[0]?.data).toMatchObject({ householdId: viewer.householdId, accountId });
  });

  it.each([
    ['account-deactivated', 'deactivated', 'inactive'],
    ['account-disconnected', 'disconnected', 'disconnected'],
  ])('of %s asks the bank how the account stands', async (fault, type, status) => {
    const viewer = await newViewer();
    const [account] = await linkAs(viewer, bank);
    const accountId = account?.id ?? '';
    const ref = await refOf(accountId);
    await bank.control('/faults', { fault, account: ref });
    const [event] = await eventsAbout(ref, type);
    await receive(event ?? {});
    for (const _time of [1, 2]) await handleBankEvent({ eventId: event?.id ?? '' }, await bank.now());
    expect(await db.query('SELECT status FROM account WHERE id = $1', [accountId])).toEqual([{ status }]);
    const ended = `SELECT user_id FROM consent_event WHERE account_id = $1 AND kind = 'disconnected-at-bank'`;
    expect(await db.query(ended, [accountId])).toEqual(status === 'disconnected' ? [{ user_id: null }] : []);
  });

  it('that came too late about an earlier state believes the bank, not the event', async () => {
    const viewer = await newViewer();
    const [account] = await linkAs(viewer, bank);
    const accountId = account?.id ?? '';
    const event = eventAbout(await refOf(accountId), 'deactivated');
    await receive(event);
    await handleBankEvent({ eventId: event.id }, await bank.now());
    expect(await db.query('SELECT status FROM account WHERE id = $1', [accountId])).toEqual([{ status: 'active' }]);
  });

  it('of an id that another one has replaced changes nothing', async () => {
    const viewer = await newViewer();
    const [account] = await linkAs(viewer, bank);
    const accountId = account?.id ?? '';
    const ref = await refOf(accountId);
    await db.query('UPDATE bank_account_ref SET replaced_at = now() WHERE bank_ref = $1', [ref]);
    await bank.control('/faults', { fault: 'account-deactivated', account: ref });
    const event = eventAbout(ref, 'deactivated');
    await receive(event);
    await handleBankEvent({ eventId: event.id }, await bank.now());
    expect(await db.query('SELECT status FROM account WHERE id = $1', [accountId])).toEqual([{ status: 'active' }]);
  });

  it('is tried again when the bank is down', async () => {
    const viewer = await newViewer();
    const [account] = await linkAs(viewer, bank);
    const event = eventAbout(await refOf(account?.id ?? ''), 'deactivated');
    await receive(event);
    await bank.control('/faults', { fault: 'unavailable', times: 3 });
    await expect(handleBankEvent({ eventId: event.id }, await bank.now())).rejects.toThrow();
  });
});

describe('a tab that was closed after the bank said yes', () => {
  it('is finished by the event that an account was made, also when other dialogs are open', async () => {
    const viewer = await newViewer();
    const now = await bank.now();
    const open = async () => {
      const started = await startLink(viewer, { purpose: 'link', permissions: [] }, now);
      if (!started.ok) throw new Error(started.code);
      return started.value;
    };
    const dialogs = [await open(), await open(), await open()];
    const [, chosen] = dialogs;
    await bank.link(chosen?.clientSecret ?? '');
    const created = (await bank.events()).filter(({ type }) => type.endsWith('account.created')).slice(-3);
    for (const event of created) {
      await receive(event);
      await handleBankEvent({ eventId: event.id }, now);
    }
    const [job, ...more] = await jobs('finish-link', chosen?.attemptId ?? '');
    expect(more).toEqual([]);
    await finishLinkJob(job?.data as never, now);
    const sql = 'SELECT id FROM account WHERE household_id = $1';
    expect(await db.query(sql, [viewer.householdId])).toHaveLength(3);
    const states = 'SELECT state FROM link_attempt WHERE household_id = $1 ORDER BY state';
    expect(await db.query(states, [viewer.householdId])).toEqual([
      { state: 'linked' },
      { state: 'open' },
      { state: 'open' },
    ]);
    // The events that came before their account are the household's now.
    const owned = 'SELECT 1 FROM bank_event WHERE household_id = $1';
    expect((await db.query(owned, [viewer.householdId])).length).toBe(3);
  });

  it('of somebody whom we do not know is left alone', async () => {
    const viewer = await newViewer();
    const started = await startLink(viewer, { purpose: 'link', permissions: [] }, await bank.now());
    if (!started.ok) throw new Error(started.code);
    await bank.link(started.value.clientSecret);
    await db.query('DELETE FROM bank_holder WHERE user_id = $1', [viewer.userId]);
    const [event] = (await bank.events()).filter(({ type }) => type.endsWith('account.created')).slice(-1);
    await receive(event ?? {});
    await handleBankEvent({ eventId: event?.id ?? '' }, await bank.now());
    expect(await jobs('finish-link', started.value.attemptId)).toEqual([]);
  });
});
