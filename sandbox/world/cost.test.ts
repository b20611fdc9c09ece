import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { households } from '#sandbox/people/households.ts';
import { startTestBank, type TestBank } from '#sandbox/testing/bank.ts';
import { type Receiver, startReceiver } from '#sandbox/testing/receiver.ts';
import { advance } from './timeline.ts';

/** What grows as a world lives. */
const growing = ['bank_rows', 'transactions', 'events', 'deliveries', 'attempts', 'refreshes', 'idempotency', 'mail'];
const keys = households.flatMap(({ accounts }) => accounts.map(({ key }) => key)).slice(0, 7);

let banks: TestBank[];
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  banks = await Promise.all([startTestBank(), startTestBank()]);
});
afterAll(async () => {
  await receiver.close();
  for (const bank of banks) await bank.close();
});

const days = (count: number) => (fromMs: number) => fromMs + count * 86_400_000;

async function subscribe(bank: TestBank): Promise<string[]> {
  const { accounts } = await bank.link(keys);
  await bank.refreshed();
  for (const { id } of accounts) {
    await bank.stripe.financialConnections.accounts.subscribe(id, { features: ['transactions'] });
  }
  await bank.refreshed();
  return accounts.map(({ id }) => id);
}

/** The statements that a world runs while `work` lasts, in order. */
async function statementsOf({ world }: TestBank, work: () => Promise<unknown>): Promise<string[]> {
  const ran: string[] = [];
  const { statement, each } = world.store;
  const spies = [
    vi.spyOn(world.store, 'statement').mockImplementation((sql) => {
      ran.push(sql);
      return statement.call(world.store, sql);
    }),
    vi.spyOn(world.store, 'each').mockImplementation((sql, ...values) => {
      ran.push(sql);
      return each.call(world.store, sql, ...values) as never;
    }),
  ];
  await work();
  for (const spy of spies) spy.mockRestore();
  return ran;
}

describe('the cost of an advance', () => {
  it('is the same statements with a long history as with a short one, and grows with the days', async () => {
    const [short, long] = banks as [TestBank, TestBank];
    const [[first], [account = '']] = await Promise.all([subscribe(short), subscribe(long)]);
    expect(first).toBe(account);
    await long.control('POST', 'rows/generate', { account, count: 20_000, days: 3_600 });
    for (let index = 0; index < 50; index += 1) await long.stripe.customers.create({ name: `N${index}` });
    // Looks for deliveries come by a timer of their own.
    const advancing = async (bank: TestBank, count: number) =>
      (await statementsOf(bank, () => advance(bank.world, days(count)))).filter(
        (sql) => !sql.includes('group by endpoint'),
      );
    const ten = await advancing(short, 10);
    const tenAfterMuch = await advancing(long, 10);
    expect(ten.length).toBeGreaterThan(10 * keys.length);
    expect(tenAfterMuch).toEqual(ten);
    const twenty = await advancing(short, 20);
    expect(twenty.length / ten.length).toBeGreaterThan(1.5);
    expect(twenty.length / ten.length).toBeLessThan(2.5);
  });

  it('never reads through a table that grows with the history', async () => {
    const [bank] = banks as [TestBank, TestBank];
    await bank.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
    const count = receiver.deliveries.length + 5 * keys.length;
    const ran = await statementsOf(bank, async () => {
      await advance(bank.world, days(5));
      await receiver.until(count);
    });
    const sums = ran.filter((sql) => sql.includes('insert into deliveries'));
    expect(sums.length).toBeGreaterThanOrEqual(5 * keys.length);
    for (const sql of new Set(ran)) {
      const plan = bank.world.store.all<{ detail: string }>(`explain query plan ${sql}`);
      for (const { detail } of plan) {
        const [, how, table = ''] = /^(SCAN|SEARCH) (\w+)/.exec(detail) ?? [];
        // A partial index holds only what is pending or waiting.
        if (!growing.includes(table) || /INDEX (deliveries_waiting|refreshes_pending)/.test(detail)) continue;
        expect(how, `${sql}\n${detail}`).toBe('SEARCH');
        // Nor a whole account, or all of it until now.
        expect(detail, sql).not.toMatch(/\((account|account_key|endpoint|type)=\?( AND \w+<\?)?\)$/);
      }
    }
  });
});
