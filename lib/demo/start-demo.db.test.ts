import { describe, expect, it } from 'vitest';
import { testBank } from '../bank/stripe/test-bank.ts';
import { wallNow } from '../clock.ts';
import { testDatabase } from '../db/test-database.ts';
import { forgetEnv } from '../env.ts';
import { isDemoOffered, startDemo } from './start-demo.ts';

const db = testDatabase();
const bank = testBank();

describe('a demo', () => {
  it('is a household of its own, linked by the ordinary path', async () => {
    const now = await bank.now();
    const [first, second] = [
      await startDemo({ now, wallNow: wallNow() }),
      await startDemo({ now, wallNow: wallNow() }),
    ];
    if (!first.ok || !second.ok) throw new Error('a demo');
    expect(first.value.userId).not.toBe(second.value.userId);
    expect(first.value.accountIds.length).toBeGreaterThan(1);
    const rows = await db.query<{ is_demo: boolean; n: number }>(
      `SELECT h.is_demo, count(a.id)::int AS n FROM membership m JOIN household h ON h.id = m.household_id
       LEFT JOIN account a ON a.household_id = h.id WHERE m.user_id = $1 GROUP BY h.is_demo`,
      [first.value.userId],
    );
    expect(rows).toEqual([{ is_demo: true, n: first.value.accountIds.length }]);
    const promised = await db.query<{ name: string }>(
      `SELECT DISTINCT name FROM pgboss.job WHERE data->>'accountId' = ANY($1) ORDER BY name`,
      [first.value.accountIds],
    );
    expect(promised.map(({ name }) => name)).toEqual(['read-owners', 'sync-account']);
  });

  it('says so when the bank does not play along', async () => {
    const now = await bank.now();
    await bank.control('/faults', { fault: 'unavailable', times: 3 });
    expect(await startDemo({ now, wallNow: wallNow() })).toEqual({ ok: false, code: 'bank-unavailable' });
  });

  it('is not offered where no address is configured', async () => {
    const now = await bank.now();
    expect(isDemoOffered()).toBe(true);
    delete process.env.DEMO_BANK_URL;
    forgetEnv();
    expect(isDemoOffered()).toBe(false);
    expect(await startDemo({ now, wallNow: wallNow() })).toEqual({ ok: false, code: 'not-offered' });
  });
});
