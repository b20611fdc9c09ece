import { describe, expect, it } from 'vitest';
import { testBank } from '#sandbox/testing/bank.ts';

const bank = testBank();

type Pulse = {
  revision: number;
  nowMs: number;
  clock: string;
  advancing: { fromMs: number; toMs: number } | null;
  waiting: number;
};

/** Listens to the stream of a world, as a page does. */
async function listen() {
  const leaving = new AbortController();
  const response = await fetch(`${bank.sandbox.url}/_sandbox/changes?world=test`, { signal: leaving.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  const pulses: Pulse[] = [];
  let rest = '';
  const next = async (): Promise<Pulse> => {
    for (;;) {
      const pulse = pulses.shift();
      if (pulse) return pulse;
      const { value } = await reader.read();
      const messages = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      rest = messages.pop() ?? '';
      pulses.push(...messages.map((message) => JSON.parse(message.replace(/^data: /, '')) as Pulse));
    }
  };
  return { next, leave: () => leaving.abort() };
}

describe('the stream of changes', () => {
  it('says at once how things stand, then only when something happens', async () => {
    const { next, leave } = await listen();
    const first = await next();
    expect(first).toMatchObject({ clock: 'still', advancing: null, waiting: 0 });
    // Looking is nothing that happens: the next word is about the customer, one revision on.
    await bank.control('GET', 'state');
    await bank.control('GET', 'events');
    expect(bank.world.revision).toBe(first.revision);
    await bank.stripe.customers.create({ name: 'Nora' });
    expect((await next()).revision).toBeGreaterThan(first.revision);
    leave();
  });

  it('tells the way of an advance while it goes on, and its end', async () => {
    const { accounts } = await bank.link(['salaried.harborline.checking', 'salaried.northgale.card']);
    for (const { id } of accounts) {
      await bank.stripe.financialConnections.accounts.subscribe(id, { features: ['transactions'] });
    }
    const { next, leave } = await listen();
    await next();
    const moved = bank.control<{ nowMs: number }>('POST', 'advance', { days: 400 });
    let pulse = await next();
    const seen: number[] = [];
    while (pulse.advancing) {
      const { fromMs, toMs } = pulse.advancing;
      expect(Math.round((toMs - fromMs) / 86_400_000)).toBe(400);
      seen.push((pulse.nowMs - fromMs) / (toMs - fromMs));
      pulse = await next();
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.length).toBeGreaterThan(0);
    expect(pulse.nowMs).toBe((await moved).nowMs);
    leave();
  });

  it('forgets who has left', async () => {
    const { next, leave } = await listen();
    await next();
    expect(bank.world.watchers.size).toBeGreaterThan(0);
    leave();
    await expect.poll(() => bank.world.watchers.size, { timeout: 5_000 }).toBe(0);
  });
});

describe('the logs', () => {
  it('are as long as is asked for, and a request keeps its answer until it is asked for', async () => {
    for (let index = 0; index < 3; index += 1) await bank.stripe.customers.create({ name: `Number ${index}` });
    const { requests } = await bank.control<{ requests: { id: string; bytes: number; answer?: string }[] }>(
      'GET',
      'requests?limit=2&answers=no',
    );
    expect(requests).toHaveLength(2);
    expect(requests[0]?.answer).toBeUndefined();
    const whole = await bank.control<{ answer: string }>('GET', `requests/${requests[0]?.id}`);
    expect(whole.answer).toHaveLength(requests[0]?.bytes ?? 0);
    expect(JSON.parse(whole.answer)).toMatchObject({ object: 'customer', name: 'Number 2' });
    expect((await bank.control<{ events: unknown[] }>('GET', 'events?limit=1')).events).toHaveLength(1);
    await expect(bank.control('GET', 'events?limit=none')).rejects.toThrow('limit is a whole number');
    await expect(bank.control('GET', 'requests/req_unknown')).rejects.toThrow('No such request');
  });
});
