import { describe, expect, it } from 'vitest';
import { testBank } from '#lib/bank/stripe/test-bank.ts';
import { testDatabase } from '#lib/db/test-database.ts';
import { POST } from './route.ts';

const db = testDatabase();
const bank = testBank();

const eventAbout = (ref: string, type: string) => ({
  id: `evt_${crypto.randomUUID()}`,
  object: 'event',
  type: `financial_connections.account.${type}`,
  created: 1_790_000_000,
  data: { object: { id: ref, object: 'financial_connections.account' } },
});

describe('the door for events', () => {
  const post = (body: string, signature: string) =>
    POST(
      new Request('http://localhost/api/bank/events', {
        method: 'POST',
        body,
        headers: { 'stripe-signature': signature },
      }),
    );

  it('answers 200 to what is stored, double or not ours, and 400 to a bad signature', async () => {
    const body = JSON.stringify(eventAbout('fca_door', 'refreshed_balance'));
    const first = await post(body, bank.sign(body));
    expect([first.status, await first.json()]).toEqual([200, { outcome: 'stored' }]);
    const second = await post(body, bank.sign(body));
    expect([second.status, await second.json()]).toEqual([200, { outcome: 'duplicate' }]);
    const thin = JSON.stringify({ id: 'evt_thin', object: 'v2.core.event', created: '2026-11-21T09:12:00.000Z' });
    const other = await post(thin, bank.sign(thin));
    expect([other.status, await other.json()]).toEqual([200, { outcome: 'not-ours' }]);
    const third = await post(body, 't=1,v1=00');
    expect([third.status, await third.json()]).toEqual([400, { outcome: 'bad-signature' }]);
  });

  it('reads no more than an event can be long, even where the sender does not say how long it is', async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1;
        controller.enqueue(new Uint8Array(64 * 1024));
        if (given === 1_000) controller.close();
      },
    });
    const init = { method: 'POST', body: endless, duplex: 'half' } as RequestInit;
    expect((await POST(new Request('http://localhost/api/bank/events', init))).status).toBe(413);
    expect(given).toBeLessThan(20);
  });

  it('answers 500 when it could not store, so that it is sent again, and takes it then', async () => {
    const body = JSON.stringify(eventAbout('fca_again', 'refreshed_balance'));
    await db.query('ALTER TABLE bank_event RENAME TO bank_event_away');
    const failed = await post(body, bank.sign(body));
    await db.query('ALTER TABLE bank_event_away RENAME TO bank_event');
    expect([failed.status, await failed.json()]).toEqual([500, { outcome: 'failed' }]);
    expect((await post(body, bank.sign(body))).status).toBe(200);
  });
});
