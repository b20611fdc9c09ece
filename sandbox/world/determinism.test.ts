import { describe, expect, it } from 'vitest';
import { startTestBank, type TestBank } from '#sandbox/testing/bank.ts';

/** The same calls, and everything they answered. */
async function play(bank: TestBank, seed: number): Promise<string> {
  await bank.control('POST', 'reset', { seed, now: '2026-02-02T09:00:00Z', clock: 'still' });
  const answers: unknown[] = [];
  const { customer, session, accounts } = await bank.link([
    'salaried.harborline.checking',
    'salaried.northgale.card',
    'family.larkfield.checking',
  ]);
  answers.push(customer, session, accounts);
  await bank.refreshed();
  for (const { id } of accounts) {
    await bank.stripe.financialConnections.accounts.subscribe(id, { features: ['transactions'] });
  }
  answers.push(await bank.control('POST', 'advance', { days: 12 }));
  for (const { id } of accounts) {
    answers.push(await bank.stripe.financialConnections.accounts.retrieve(id, { expand: ['ownership'] }));
    for await (const row of bank.stripe.financialConnections.transactions.list({ account: id, limit: 100 }))
      answers.push(row);
  }
  for await (const event of bank.stripe.events.list({ limit: 100 })) {
    // The SDK makes up a random idempotency key for every call.
    answers.push({ ...event, request: event.request?.id });
  }
  answers.push(await bank.control('GET', 'truth'));
  return JSON.stringify(answers);
}

describe('a world', () => {
  it('answers the same calls with the same bytes for the same seed, and with others for another', async () => {
    const bank = await startTestBank();
    const first = await play(bank, 11);
    const second = await play(bank, 11);
    const other = await play(bank, 12);
    await bank.close();
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });
});
