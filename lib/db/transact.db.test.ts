import { describe, expect, test } from 'vitest';
import { Prisma } from '#prisma-client/client.ts';
import { newId } from '../ids.ts';
import { database } from './client.ts';
import { newViewer, testDatabase } from './test-database.ts';
import { householdOf, transact, transactFor, viewerOf } from './transact.ts';

const db = testDatabase();
const at = new Date('2026-01-05T12:00:00Z');

async function consentIn(householdId: string) {
  return transactFor(householdId, (tx) =>
    tx.consentEvent.create({ data: { id: newId(), householdId, kind: 'linked', permissions: [], at } }),
  );
}

describe('a transaction of a household', () => {
  test('sees its own rows and nobody else’s', async () => {
    const [mine, other] = [await newViewer(), await newViewer()];
    await consentIn(mine.householdId);
    await consentIn(other.householdId);
    const seen = await transact(mine, (tx) => tx.consentEvent.findMany());
    expect(seen.map(({ householdId }) => householdId)).toEqual([mine.householdId]);
    expect(await transact(mine, (tx) => tx.household.count())).toBe(1);
    expect(await transact(mine, (tx) => tx.membership.count())).toBe(1);
  });

  test('cannot write, change or delete a row of another', async () => {
    const [mine, other] = [await newViewer(), await newViewer()];
    const theirs = await consentIn(other.householdId);
    const planted = { id: newId(), householdId: other.householdId, kind: 'linked', permissions: [], at };
    await expect(transact(mine, (tx) => tx.consentEvent.create({ data: planted }))).rejects.toThrow(
      /row-level security/,
    );
    const where = { id: theirs.id };
    expect(await transact(mine, (tx) => tx.consentEvent.updateMany({ where, data: { kind: 'erased' } }))).toEqual({
      count: 0,
    });
    expect(await transact(mine, (tx) => tx.consentEvent.deleteMany({ where }))).toEqual({ count: 0 });
    const moved = transact(other, (tx) => tx.consentEvent.update({ where, data: { householdId: mine.householdId } }));
    await expect(moved).rejects.toThrow(/row-level security/);
  });

  test('reverts role and household at its end', async () => {
    const viewer = await newViewer();
    await transact(viewer, async () => undefined);
    const [after] = await database().$queryRaw<{ role: string; household: string | null }[]>`
      SELECT current_user::text AS role, current_setting('app.household', true) AS household`;
    expect(after?.role).toBe('plumb');
    expect(after?.household ?? '').toBe('');
  });

  test('carries its household and its viewer, and says when there is none', async () => {
    const viewer = await newViewer();
    await transact(viewer, async (tx) => {
      expect(householdOf(tx)).toBe(viewer.householdId);
      expect(viewerOf(tx)).toBe(viewer);
    });
    await transactFor(viewer.householdId, async (tx) => {
      expect(householdOf(tx)).toBe(viewer.householdId);
      expect(() => viewerOf(tx)).toThrow(/begun by the bank or the clock/);
    });
  });

  test('leaves nothing behind when its work throws', async () => {
    const viewer = await newViewer();
    const failing = transact(viewer, async (tx) => {
      await tx.consentEvent.create({
        data: { id: newId(), householdId: viewer.householdId, kind: 'linked', permissions: [], at },
      });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await transact(viewer, (tx) => tx.consentEvent.count())).toBe(0);
  });

  test('refuses a household that is not an id before it asks the database', () => {
    expect(() => transactFor("'; DROP TABLE account; --", async () => undefined)).toThrow(/uuid/);
  });
});

describe('a read-only transaction', () => {
  test('reads one snapshot, whatever others commit meanwhile', async () => {
    const viewer = await newViewer();
    const counts = await transact(
      viewer,
      async (tx) => {
        const before = await tx.consentEvent.count();
        await consentIn(viewer.householdId);
        return [before, await tx.consentEvent.count()];
      },
      { readOnly: true },
    );
    expect(counts).toEqual([0, 0]);
    expect(await transact(viewer, (tx) => tx.consentEvent.count())).toBe(1);
  });

  test('has the database plan a statement once, however often it is asked', async () => {
    const viewer = await newViewer();
    const prepared = await transact(
      viewer,
      async (tx) => {
        for (const count of [1, 2]) await tx.$queryRaw`SELECT ${count}::int AS planned`;
        return tx.$queryRaw<{ uses: number }[]>`
          SELECT (generic_plans + custom_plans)::int AS uses FROM pg_prepared_statements WHERE statement LIKE '%AS planned'`;
      },
      { readOnly: true },
    );
    expect(prepared).toEqual([{ uses: 2 }]);
  });

  test('refuses to write', async () => {
    const viewer = await newViewer();
    const writing = transact(
      viewer,
      (tx) => tx.household.update({ where: { id: viewer.householdId }, data: { name: 'x' } }),
      { readOnly: true },
    );
    await expect(writing).rejects.toThrow(/read-only transaction/);
  });
});

describe('row-level security', () => {
  const outside = [
    'user',
    'session',
    'credential',
    'verification',
    'throttle',
    'worker_heartbeat',
    '_prisma_migrations',
  ];

  test('stands on every table that has a household, and on household itself', async () => {
    const rows = await db.query<{ name: string; secured: boolean; policies: number }>(`
      SELECT c.relname AS name, c.relrowsecurity AS secured,
        (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`);
    const open = rows.filter(({ secured, policies }) => !secured || policies === 0).map(({ name }) => name);
    expect(open.toSorted()).toEqual(outside.toSorted());
  });

  test('asks for the household once a statement, and not for every row that is looked at', async () => {
    const policies = await db.query<{ reads: string; writes: string }>(
      'SELECT pg_get_expr(polqual, polrelid) AS reads, pg_get_expr(polwithcheck, polrelid) AS writes FROM pg_policy',
    );
    expect(policies.length).toBeGreaterThan(0);
    const each = policies.flatMap(({ reads, writes }) => [reads, writes]);
    expect(each.filter((condition) => !/= \( SELECT app_household\(\)/.test(condition))).toEqual([]);
  });

  test('gives plumb_app no right on what stands outside households', async () => {
    for (const table of outside) {
      for (const right of ['SELECT', 'INSERT', 'UPDATE', 'DELETE']) {
        const [row] = await db.query<{ has: boolean }>('SELECT has_table_privilege($1, $2::regclass, $3) AS has', [
          'plumb_app',
          `public."${table}"`,
          right,
        ]);
        expect(row?.has, `${right} on ${table}`).toBe(false);
      }
    }
    const viewer = await newViewer();
    await expect(transact(viewer, (tx) => tx.user.findMany())).rejects.toThrow(/permission denied/);
    await expect(transact(viewer, (tx) => tx.session.deleteMany())).rejects.toThrow(/permission denied/);
  });

  test('shows nothing at all without a household', async () => {
    await consentIn((await newViewer()).householdId);
    const count = database().$transaction(async (client) => {
      await client.$queryRaw`SELECT set_config('role', 'plumb_app', true)`;
      return client.consentEvent.count();
    });
    expect(await count).toBe(0);
  });

  test.each([
    ['posted', 'transaction_posted_by_day'],
    ['pending', 'transaction_pending'],
    ['void', 'transaction_void'],
  ])('lets a key of the list of %s rows reach its index below the policy', async (status, index) => {
    const viewer = await newViewer();
    const plan = await transact(viewer, async (tx) => {
      await tx.$executeRaw`SELECT set_config('enable_seqscan', 'off', true)`;
      return tx.$queryRaw<{ 'QUERY PLAN': string }[]>`EXPLAIN SELECT id FROM transaction
        WHERE household_id = ${viewer.householdId}::uuid AND status = ${Prisma.raw(`'${status}'`)} AND (day, id) < ('2026-01-01', ${newId()}::uuid)
        ORDER BY day DESC, id DESC LIMIT 50`;
    });
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toMatch(new RegExp(`Index (Only )?Scan using ${index}`));
    expect(text).not.toMatch(/Sort/);
  });
});
