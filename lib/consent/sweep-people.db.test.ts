import { expect, it } from 'vitest';
import { openSession } from '#lib/auth/sessions.ts';
import { wallNow } from '#lib/clock.ts';
import { newViewer, testDatabase } from '#lib/db/test-database.ts';
import { createDemoUser } from '#lib/households/demo-user.ts';
import { eraseHousehold } from './erase-household.ts';
import { requestErasure } from './request-erasure.ts';
import { sweepPeople } from './sweep-people.ts';

const db = testDatabase();
const now = new Date('2027-01-10T12:00:00Z');
const dayMs = 86_400_000;
const daysAgo = (days: number) => new Date(wallNow().getTime() - days * dayMs);

const promised = () =>
  db
    .query<{ id: string }>(
      `SELECT data->>'householdId' AS id FROM pgboss.job WHERE name = 'erase-household' AND state = 'created'`,
    )
    .then((rows) => rows.map(({ id }) => id));

it('a demo whose week is over ends, a younger one and a person’s household stay', async () => {
  const old = await createDemoUser({ now, wallNow: daysAgo(8) });
  await createDemoUser({ now, wallNow: daysAgo(6) });
  await newViewer();
  await sweepPeople(now, wallNow());
  expect(await promised()).toEqual([old.householdId]);
  expect(await eraseHousehold(old.householdId, now, wallNow())).toBe('erased');
  expect(await db.query('SELECT is_demo FROM erasure')).toEqual([{ is_demo: true }]);
  expect(await db.query('SELECT 1 FROM "user" WHERE id = $1', [old.userId])).toEqual([]);
});

it('an erasure whose job gave up is promised again, and once only', async () => {
  const viewer = await newViewer();
  await requestErasure(viewer, now);
  await db.query('DELETE FROM pgboss.job');
  await sweepPeople(now, wallNow());
  await sweepPeople(now, wallNow());
  expect((await promised()).filter((id) => id === viewer.householdId)).toHaveLength(1);
});

it('sessions, mailed tokens and counts that have run out are forgotten, the others stay', async () => {
  const viewer = await newViewer();
  await openSession(viewer.userId, { address: 'unknown', addressKey: 'unknown', userAgent: null, cookie: null });
  await db.query(
    `INSERT INTO session (id, token, user_id, expires_at, updated_at) VALUES ('old', 'old', $1, $2, now())`,
    [viewer.userId, daysAgo(1)],
  );
  await db.query(
    `INSERT INTO verification (id, identifier, value, expires_at, updated_at) VALUES ('old', 'old', $1, $2, now())`,
    [viewer.userId, daysAgo(1)],
  );
  await db.query(`INSERT INTO throttle (key, window_at, hits) VALUES ('old', $1, 1), ('new', $2, 1)`, [
    daysAgo(3),
    daysAgo(0),
  ]);
  await sweepPeople(now, wallNow());
  expect(await db.query('SELECT id FROM session WHERE user_id = $1', [viewer.userId])).toHaveLength(1);
  expect(await db.query('SELECT id FROM verification')).toEqual([]);
  expect(await db.query('SELECT key FROM throttle')).toEqual([{ key: 'new' }]);
});
