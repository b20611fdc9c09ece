import { beforeEach, describe, expect, it } from 'vitest';
import type { Asker } from '#lib/auth/asker.ts';
import { signUpInput } from '#lib/auth/input.ts';
import { findVisit } from '#lib/auth/viewer.ts';
import { wallNow } from '#lib/clock.ts';
import { testDatabase } from '#lib/db/test-database.ts';
import { createPerson } from './create-person.ts';
import { createDemoUser, demoDays, expiredDemoHouseholds } from './demo-user.ts';
import { signUp } from './sign-up.ts';

const db = testDatabase();
const nobody: Asker = { address: '203.0.113.9', addressKey: '203.0.113.9', userAgent: null, cookie: null };
const now = new Date('2027-03-01T09:00:00Z');
const ada = { name: 'Ada', email: 'ada@example.test', password: 'correct horse battery' };

beforeEach(() => db.query('TRUNCATE "user", household, throttle, pgboss.job CASCADE'));

async function counts() {
  const [row] = await db.query<Record<string, string>>(
    `SELECT (SELECT count(*) FROM "user") AS users, (SELECT count(*) FROM household) AS households,
       (SELECT count(*) FROM membership) AS memberships, (SELECT count(*) FROM credential) AS credentials,
       (SELECT count(*) FROM pgboss.job WHERE name = 'send-mail') AS letters`,
  );
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, count]) => [name, Number(count)]));
}

describe('signing up', () => {
  it('makes a person, a household that they own, and the promise of a letter, and lets them in', async () => {
    const made = await signUp({ ...ada, timeZone: 'Europe/Berlin' }, nobody, now, wallNow());
    expect(made).toMatchObject({ ok: true, isNew: true });
    expect(await counts()).toEqual({ users: 1, households: 1, memberships: 1, credentials: 1, letters: 1 });
    const cookie = made.ok
      ? made.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
      : '';
    const visit = await findVisit({ ...nobody, cookie }, wallNow());
    expect(visit?.viewer).toMatchObject({ name: 'Ada', role: 'owner', timeZone: 'Europe/Berlin', isDemo: false });
    expect(visit?.isEmailConfirmed).toBe(false);
    expect(await db.query('SELECT created_at FROM household')).toEqual([{ created_at: now }]);
  });

  it('takes New York when the browser has named no zone that exists', async () => {
    await signUp({ ...ada, timeZone: 'Mars/Olympus' }, nobody, now, wallNow());
    expect(await db.query('SELECT time_zone FROM household')).toEqual([{ time_zone: 'America/New_York' }]);
  });

  it('leaves nothing behind when any part of it fails', async () => {
    const person = { name: 'Ada', email: ada.email, passwordHash: 'x', timeZone: 'UTC', isDemo: false };
    const fail = () => Promise.reject(new Error('the last step'));
    await expect(createPerson(person, now, wallNow(), fail)).rejects.toThrow('the last step');
    expect(await counts()).toEqual({ users: 0, households: 0, memberships: 0, credentials: 0, letters: 0 });
  });

  it('makes one account of two requests at once', async () => {
    const both = await Promise.all([1, 2].map(() => signUp(ada, nobody, now, wallNow())));
    expect(both.every((one) => one.ok)).toBe(true);
    expect(both.filter((one) => one.ok && one.isNew)).toHaveLength(1);
    expect(await counts()).toMatchObject({ users: 1, households: 1, memberships: 1 });
  });

  it('with an address that is taken changes nothing, tells its owner by mail, and cannot be asked often', async () => {
    await signUp(ada, nobody, now, wallNow());
    const before = await db.query('SELECT * FROM credential');
    const codes: string[] = [];
    for (let n = 0; n < 9; n += 1) {
      const again = await signUp({ ...ada, name: 'Eve', password: 'something else here' }, nobody, now, wallNow());
      codes.push(again.ok ? 'ok' : again.code);
    }
    expect(codes).toEqual([...Array(8).fill('taken'), 'too-many']);
    expect(await db.query('SELECT * FROM credential')).toEqual(before);
    const letters = await db.query<{ data: { template: string } }>(
      `SELECT data FROM pgboss.job WHERE name = 'send-mail'`,
    );
    const told = letters.filter(({ data }) => data.template === 'already-here');
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThanOrEqual(5);
  });

  it('with the right password of an account signs in to it', async () => {
    await signUp(ada, nobody, now, wallNow());
    expect(await signUp(ada, nobody, now, wallNow())).toMatchObject({ ok: true, isNew: false });
  });

  it('is limited for one address', async () => {
    await db.query(`INSERT INTO throttle (key, window_at, hits) VALUES ('sign-up-from:203.0.113.9', $1, 60)`, [
      wallNow(),
    ]);
    expect(await signUp(ada, nobody, now, wallNow())).toMatchObject({ ok: false, code: 'too-many' });
    expect((await signUp(ada, { ...nobody, addressKey: '198.51.100.2' }, now, wallNow())).ok).toBe(true);
  });

  it('refuses a short password, the address as a password, and what is no address', () => {
    const problems = (input: object) =>
      signUpInput.safeParse({ ...ada, ...input }).error?.issues.map(({ path }) => path[0]) ?? [];
    expect(problems({})).toEqual([]);
    expect(problems({ password: 'ninechars' })).toEqual(['password']);
    expect(problems({ password: 'ADA@example.test' })).toEqual(['password']);
    expect(problems({ email: 'ada.lovelace.of.london@example.test', password: 'ada.lovelace.of.london' })).toEqual([
      'password',
    ]);
    expect(problems({ email: 'ada' })).toEqual(['email']);
    expect(problems({ email: 'ada@example.test\nbcc: x@y.z' })).toEqual(['email']);
    expect(signUpInput.parse({ ...ada, email: ' ADA@Example.TEST ' }).email).toBe('ada@example.test');
  });
});

describe('a demo', () => {
  it('has a household of its own that is marked, and nobody can sign in to it by password', async () => {
    const viewer = await createDemoUser({ now, wallNow: wallNow() });
    expect(viewer).toMatchObject({ isDemo: true, role: 'owner' });
    expect(viewer.email).toMatch(/@demo\.invalid$/);
    expect(await counts()).toEqual({ users: 1, households: 1, memberships: 1, credentials: 0, letters: 0 });
  });

  it('is over after seven days of the wall clock, whatever the product clock says', async () => {
    const day = 86_400_000;
    const at = wallNow();
    const old = await createDemoUser({ now, wallNow: new Date(at.getTime() - (demoDays + 1) * day) });
    await createDemoUser({ now: new Date(0), wallNow: new Date(at.getTime() - (demoDays - 1) * day) });
    await signUp(ada, nobody, new Date(0), new Date(at.getTime() - 100 * day));
    expect(await expiredDemoHouseholds(at)).toEqual([old.householdId]);
  });
});
