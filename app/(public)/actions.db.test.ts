import { beforeEach, expect, it, vi } from 'vitest';
import { untried } from '#app/_shared/form-state.ts';
import { askerFrom } from '#lib/auth/asker.ts';
import { keepSession } from '#lib/auth/kept-session.ts';
import { openSession } from '#lib/auth/sessions.ts';
import { findVisit } from '#lib/auth/viewer.ts';
import { wallNow } from '#lib/clock.ts';
import { testDatabase } from '#lib/db/test-database.ts';
import { createDemoUser } from '#lib/households/demo-user.ts';
import { signUp } from '#lib/households/sign-up.ts';
import { signInAction, signUpAction } from './actions.ts';

// The framework gives a request's headers and its cookies only inside a request: here they are one browser's.
const jar = new Map<string, string>();
const headers = () =>
  new Headers({ cookie: [...jar].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ') });
const set = (name: string, value: string, { maxAge }: { maxAge?: number } = {}) =>
  maxAge === 0 ? jar.delete(name) : jar.set(name, value);
vi.mock('next/headers', () => ({ headers: async () => headers(), cookies: async () => ({ set }) }));

const db = testDatabase();
const ada = { name: 'Ada', email: 'ada@example.test', password: 'correct horse battery' };
const bob = { name: 'Bob', email: 'bob@example.test', password: 'another correct horse' };

beforeEach(async () => {
  jar.clear();
  await db.query('TRUNCATE "user", household, throttle CASCADE');
});

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

const visit = () => findVisit(askerFrom(headers()), wallNow());

/** Signs Ada up in this browser and opens a demo there. Returns the session that the browser keeps for her. */
async function inDemo(): Promise<string> {
  const made = await signUp(ada, askerFrom(headers()), wallNow(), wallNow());
  if (!made.ok) throw new Error(made.code);
  for (const { name, value } of made.cookies) jar.set(name, value);
  const mine = await visit();
  if (!mine) throw new Error('a visit');
  const { userId } = await createDemoUser({ now: wallNow(), wallNow: wallNow() });
  const asker = askerFrom(headers());
  const kept = await keepSession(mine, userId, asker);
  for (const { name, value } of [...(await openSession(userId, asker)), ...kept]) jar.set(name, value);
  expect((await visit())?.viewer.isDemo).toBe(true);
  return mine.sessionId;
}

it.each([
  ['signing in', () => signInAction(untried, form(ada)), ada.email],
  ['signing up', () => signUpAction(untried, form(bob)), bob.email],
])('%s out of a demo lets in, and ends the session that was kept for its time', async (_what, act, email) => {
  const keptId = await inDemo();
  expect(jar.has('plumb.kept_session')).toBe(true);
  await expect(act()).rejects.toMatchObject({ digest: expect.stringContaining('NEXT_REDIRECT') });
  expect((await visit())?.viewer).toMatchObject({ email, isDemo: false });
  expect(jar.has('plumb.kept_session')).toBe(false);
  expect(await db.query('SELECT 1 FROM session WHERE id = $1', [keptId])).toEqual([]);
});
