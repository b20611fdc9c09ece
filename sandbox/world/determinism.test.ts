import { describe, expect, it } from 'vitest';
import { startTestBank, type TestBank } from '#sandbox/testing/bank.ts';

/** The same calls, and everything they answered. */
async function play(bank: TestBank, beginning: { seed: number; ids?: string }): Promise<string> {
  const pace = { refreshMs: 3_600_000 };
  await bank.control('POST', 'reset', { ...beginning, now: '2026-02-02T09:00:00Z', clock: 'still', pace });
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

/** The rows as a person sees them, in an order that no id decides. */
function lifeOf(played: string): string[] {
  return (JSON.parse(played) as { object?: string }[])
    .filter(({ object }) => object === 'financial_connections.transaction')
    .map((row) => {
      const { amount, description, transacted_at: at, status } = row as Record<string, unknown>;
      return JSON.stringify({ amount, description, at, status });
    })
    .sort();
}

/** The ids of what was made in Stripe's name, each once. */
function idsOf(played: string): string[] {
  return [...new Set(played.match(/\b(?:cus|fcsess|fca|fctxn|fcauth|evt|req)_[A-Za-z0-9]{14,}/g) ?? [])];
}

describe('a world', () => {
  it('answers the same calls with the same bytes for the same seed, and with others for another', async () => {
    const bank = await startTestBank();
    const first = await play(bank, { seed: 11 });
    const second = await play(bank, { seed: 11 });
    const other = await play(bank, { seed: 12 });
    await bank.close();
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it('gives other ids for another salt, and the same lives', async () => {
    const bank = await startTestBank();
    const plain = await play(bank, { seed: 11 });
    const salted = await play(bank, { seed: 11, ids: 'a' });
    const again = await play(bank, { seed: 11, ids: 'a' });
    const other = await play(bank, { seed: 11, ids: 'b' });
    const unsalted = await play(bank, { seed: 11 });
    await bank.close();
    expect(again).toBe(salted);
    expect(unsalted).toBe(plain);
    expect(lifeOf(salted)).toEqual(lifeOf(plain));
    expect(lifeOf(salted).length).toBeGreaterThan(50);
    const given = [plain, salted, other].map(idsOf);
    expect(new Set(given.flat()).size).toBe(given.flat().length);
  });
});
