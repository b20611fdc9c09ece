import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { accountsForLogin } from '#sandbox/people/logins.ts';
import { testBank, testInstant, testMoment } from '#sandbox/testing/bank.ts';
import { startReceiver } from '#sandbox/testing/receiver.ts';
import { nowMs } from './clock.ts';
import { testConnections } from './test-connections.ts';
import { advance } from './timeline.ts';

const bank = testBank();

const { accounts, link, story } = testConnections(bank);
const day = 86_400;

describe('the clock', () => {
  it('stands still until it is advanced, and never goes back', async () => {
    const before = await bank.control<{ nowMs: number }>('GET', 'clock');
    const { happened } = await bank.control<{ happened: { days: number } }>('POST', 'advance', { days: 3 });
    const after = await bank.control<{ nowMs: number }>('GET', 'clock');
    expect(after.nowMs - before.nowMs).toBe(3 * day * 1000);
    expect(happened.days).toBe(3);
    await expect(bank.control('POST', 'advance', { to: '2026-01-01' })).rejects.toThrow('never goes back');
    await expect(bank.control('POST', 'advance', { days: 1, hours: 1 })).rejects.toThrow('exactly one');
  });

  it('runs with the wall clock when it is told so', async () => {
    await bank.control('POST', 'clock', { clock: 'running' });
    const { nowMs } = await bank.control<{ nowMs: number }>('GET', 'clock');
    const later = async (): Promise<number> => {
      const { nowMs: next } = await bank.control<{ nowMs: number }>('GET', 'clock');
      return next > nowMs ? next : later();
    };
    expect(await later()).toBeLessThan(nowMs + 60_000);
    const still = await bank.control<{ clock: string }>('POST', 'clock', { clock: 'still' });
    expect(still.clock).toBe('still');
  });

  it('that runs does not go back when a slow receiver took longer than the way', async () => {
    await bank.control('POST', 'clock', { clock: 'running' });
    const { world } = bank;
    const { room } = world;
    let overtaken = 0;
    world.room = async () => {
      const from = nowMs(world);
      while (nowMs(world) < from + 5) await new Promise((resolve) => setImmediate(resolve));
      overtaken = nowMs(world);
    };
    await advance(world, (from) => from + 1);
    world.room = room;
    expect(nowMs(world)).toBeGreaterThanOrEqual(overtaken);
    await bank.control('POST', 'clock', { clock: 'still' });
  });

  it('lets happen what is due while it runs, without anybody asking', async () => {
    const receiver = await startReceiver();
    const type = 'financial_connections.account.deactivated';
    const endpoint = await bank.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: [type] });
    await bank.control('POST', 'pace', { shortlySeconds: 1 });
    await bank.control('POST', 'clock', { clock: 'running' });
    const { id } = await link(accountsForLogin('inactive_accounts', 'anyone')[0]?.key ?? '', { prefetch: [] });
    const [delivery] = await receiver.until(1);
    expect(delivery?.event.data.object).toMatchObject({ id, status: 'inactive' });
    await bank.control('POST', 'clock', { clock: 'still' });
    await bank.control('POST', 'pace', { shortlySeconds: 60 });
    await bank.stripe.webhookEndpoints.del(endpoint.id);
    await receiver.close();
  });
});

describe('a subscription', () => {
  it('starts a refresh by itself and repeats it daily, in order, as long as it lasts', async () => {
    const { id } = await link('salaried.harborline.checking', { prefetch: [] });
    const subscribed = await accounts().subscribe(id, { features: ['transactions'] });
    expect(subscribed.subscriptions).toEqual(['transactions']);
    expect(subscribed.transaction_refresh?.status).toBe('pending');
    await bank.refreshed();
    const started = (await accounts().retrieve(id)).transaction_refresh?.last_attempted_at ?? 0;
    const { happened } = await bank.control<{ happened: { refreshes: number } }>('POST', 'advance', { days: 5 });
    expect(happened.refreshes).toBe(5);
    const refreshed = (await story(id)).filter(({ type }) => type === 'account.refreshed_transactions');
    expect(refreshed.map(({ at }) => at)).toEqual([0, 1, 2, 3, 4, 5].map((days) => started + days * day));
    await accounts().unsubscribe(id, { features: ['transactions'] });
    await bank.control('POST', 'advance', { days: 3 });
    expect((await story(id)).filter(({ type }) => type === 'account.refreshed_transactions')).toHaveLength(6);
    await accounts().subscribe(id, { features: ['transactions'] });
    await bank.control('POST', 'advance', { days: 1 });
    expect((await story(id)).filter(({ type }) => type === 'account.refreshed_transactions')).toHaveLength(8);
  });

  it('does not double when it is asked for twice', async () => {
    const { id } = await link('salaried.harborline.savings');
    await accounts().subscribe(id, { features: ['transactions'] });
    await accounts().subscribe(id, { features: ['transactions'] });
    const { happened } = await bank.control<{ happened: { refreshes: number } }>('POST', 'advance', { days: 2 });
    const runs = (await story(id)).filter(({ type }) => type === 'account.refreshed_transactions');
    expect(runs).toHaveLength(3);
    expect(happened.refreshes).toBeGreaterThanOrEqual(2);
  });
});

describe('an advance', () => {
  it('tells what happened, and not what was due and came to nothing', async () => {
    await bank.control('POST', 'reset', { seed: 7, now: testInstant, clock: 'still', pace: { refreshMs: 3_600_000 } });
    const { id } = await link('student.tidewell.spending', { prefetch: [] });
    await accounts().subscribe(id, { features: ['transactions'] });
    await bank.control('POST', `accounts/${id}/deactivate`);
    const permissions = ['payment_method'] as const;
    const tan = 'tokenized_account_number.eventually_expiring_tan';
    await link(tan, { permissions: [...permissions], prefetch: [] });
    const { happened } = await bank.control('POST', 'advance', { days: 31 });
    const nothing = { refreshes: 0, rows: 0, deactivations: 0, warnings: 0 };
    expect(happened).toEqual({ ...nothing, days: 31, expiries: 1, events: 1 });
  });

  it('lands with the daily run of its last day, so that rows and a balance read next agree', async () => {
    const { id } = await link('student.tidewell.spending', { prefetch: [] });
    await accounts().subscribe(id, { features: ['transactions'] });
    await bank.refreshed();
    await bank.control('POST', 'advance', { hours: 40 });
    const { nowMs } = await bank.control<{ nowMs: number }>('GET', 'clock');
    const account = await accounts().retrieve(id);
    expect(account.transaction_refresh?.last_attempted_at).toBe(Math.floor(nowMs / 1000));
    await bank.control('POST', 'advance', { hours: 23 });
    expect((await accounts().retrieve(id)).transaction_refresh?.id).toBe(account.transaction_refresh?.id);
    await bank.control('POST', 'advance', { hours: 1 });
    expect((await accounts().retrieve(id)).transaction_refresh?.id).not.toBe(account.transaction_refresh?.id);
  });

  it('follows another one and a reset in turn', async () => {
    const before = await bank.control<{ nowMs: number }>('GET', 'clock');
    await Promise.all([1, 2, 3].map((days) => bank.control('POST', 'advance', { days })));
    const after = await bank.control<{ nowMs: number }>('GET', 'clock');
    expect(after.nowMs - before.nowMs).toBe(6 * day * 1000);
  });

  it('to a date lands there, and lets deactivations, an expiry and daily runs happen in order on the way', async () => {
    const receiver = await startReceiver();
    const endpoint = await bank.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
    const accountOf = (institution: string) => accountsForLogin(institution, 'anyone')[0]?.key ?? '';
    const permissions = ['balances', 'payment_method', 'transactions'] as const;
    const options = { permissions: [...permissions], prefetch: [] };
    const eventually = await link(accountOf('reauth_eventually'), options);
    const soon = await link(accountOf('inactive_accounts'), options);
    const tokens =
      accountsForLogin('tokenized_account_number', 'anyone').find(({ behavior }) => behavior === 'tan_expiring')?.key ??
      '';
    const expiring = await link(tokens, options);
    const daily = await link('retiree.larkfield.checking', options);
    await accounts().subscribe(daily.id, { features: ['transactions'] });
    await bank.refreshed();
    const { nowMs } = await bank.control<{ nowMs: number }>('GET', 'clock');
    const target = new Date(nowMs + 45 * day * 1000).toISOString().slice(0, 10);
    const { happened, now } = await bank.control<{
      now: string;
      happened: { events: number; deactivations: number; refreshes: number };
    }>('POST', 'advance', { to: target });
    expect(now).toBe(`${target}T00:00:00.000Z`);
    expect(happened.deactivations).toBe(2);
    const toldSince = () =>
      receiver.deliveries.map(({ event }) => event).filter(({ created }) => created * 1000 > nowMs);
    while (toldSince().length < happened.events) await receiver.until(receiver.deliveries.length + 1);
    const told = toldSince();
    const moments = told.map((event) => event.created);
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    const when = (id: string, type: string) =>
      told.findIndex((event) => event.type.endsWith(type) && (event.data.object as { id: string }).id === id);
    const ended = (id: string) => when(id, 'account.deactivated');
    const runs = told.flatMap(({ type, data }, index) =>
      type.endsWith('refreshed_transactions') && (data.object as { id: string }).id === daily.id ? [index] : [],
    );
    expect(runs.length).toBeGreaterThanOrEqual(44);
    expect(ended(soon.id)).toBeLessThan(runs[0] ?? 0);
    for (const thirtieth of [ended(eventually.id), when(expiring.id, 'account_numbers_updated')]) {
      expect(thirtieth).toBeGreaterThan(runs[28] ?? 0);
      expect(thirtieth).toBeLessThan(runs[31] ?? 0);
    }
    await bank.stripe.webhookEndpoints.del(endpoint.id);
    await receiver.close();
  });

  it('lets everything happen in order of its moment', async () => {
    const made = await Promise.all(
      ['sdk1', 'sdk2'].map(() => link('salaried.northgale.card', { prefetch: ['transactions'] })),
    );
    for (const { id } of made) await accounts().subscribe(id, { features: ['transactions'] });
    const before = (await bank.stripe.events.list({ limit: 1 })).data[0]?.id;
    await bank.control('POST', 'advance', { days: 10 });
    const events: Stripe.Event[] = [];
    for await (const event of bank.stripe.events.list({ limit: 100 })) {
      if (event.id === before) break;
      events.push(event);
    }
    expect(events.length).toBeGreaterThanOrEqual(20);
    const moments = events.map((event) => event.created);
    expect(moments).toEqual(moments.toSorted((a, b) => b - a));
    expect(testMoment).toBeLessThan(moments.at(-1) ?? 0);
  });
});
