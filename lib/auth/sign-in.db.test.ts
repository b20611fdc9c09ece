import { beforeEach, describe, expect, it } from 'vitest';
import { wallNow } from '#lib/clock.ts';
import { testDatabase } from '#lib/db/test-database.ts';
import { forgetEnv } from '#lib/env.ts';
import { createDemoUser } from '#lib/households/demo-user.ts';
import type { Asker } from './asker.ts';
import { answerAuthRequest } from './http.ts';
import { keepSession, resumeSession } from './kept-session.ts';
import { forgetLibrary } from './library.ts';
import { listSessions, openSession, revokeOtherSessions, revokeSession, signOut } from './sessions.ts';
import { signIn } from './sign-in.ts';
import { email, holding, later, newPerson, nobody, password, signedIn } from './test-asker.ts';
import { findVisit } from './viewer.ts';

const db = testDatabase();
const from = (address: string): Asker => ({ ...nobody, address, addressKey: address });

beforeEach(async () => {
  await db.query('TRUNCATE "user", household, throttle, verification CASCADE');
});

describe('signing in', () => {
  it('gives a session that only its cookie opens', async () => {
    await newPerson();
    const asker = await signedIn();
    const visit = await findVisit(asker, wallNow());
    expect(visit?.viewer).toMatchObject({ name: 'Ada', email, role: 'owner', isDemo: false });
    expect(visit?.viewer).not.toHaveProperty('token');
    expect(await findVisit(nobody, wallNow())).toBeNull();
    const forged = { ...asker, cookie: (asker.cookie ?? '').replace(/%3D$/, 'A%3D').replace(/\.(\w)/, '.x$1') };
    expect(await findVisit(forged, wallNow())).toBeNull();
    const [row] = await db.query<{ token: string }>('SELECT token FROM session LIMIT 1');
    expect(await findVisit({ ...nobody, cookie: `plumb.session_token=${row?.token}` }, wallNow())).toBeNull();
  });

  it('gives a new token each time, so that a planted one is worth nothing', async () => {
    await newPerson();
    const [first, second] = [await signedIn(), await signedIn()];
    expect(first.cookie).not.toBe(second.cookie);
    const planted = await signIn({ email, password }, { ...nobody, cookie: first.cookie }, wallNow());
    expect(planted.ok && holding(planted.cookies).cookie).not.toBe(first.cookie);
  });

  it('sets cookies that scripts and other sites cannot use, and only over TLS where there is TLS', async () => {
    await newPerson();
    const plain = await signIn({ email, password }, nobody, wallNow());
    expect(plain.ok && plain.cookies).toMatchObject([
      { name: 'plumb.session_token', httpOnly: true, sameSite: 'lax', secure: false, path: '/' },
    ]);
    process.env.PUBLIC_URL = 'https://plumb.example';
    forgetEnv();
    forgetLibrary();
    const secure = await signIn({ email, password }, nobody, wallNow());
    expect(secure.ok && secure.cookies).toMatchObject([
      { name: '__Secure-plumb.session_token', secure: true, httpOnly: true },
    ]);
    delete process.env.PUBLIC_URL;
    forgetEnv();
    forgetLibrary();
  });

  it('gives the same answer for a wrong password and for somebody who is not here', async () => {
    await newPerson();
    const wrong = await signIn({ email, password: 'not this one at all' }, nobody, wallNow());
    const unknown = await signIn({ email: 'nobody@example.test', password }, nobody, wallNow());
    expect(wrong).toEqual({ ok: false, code: 'no-match' });
    expect(unknown).toEqual(wrong);
  });

  it('pauses after five failures, for the right password too, and for an account that is not here as well', async () => {
    await newPerson();
    for (const address of [email, 'nobody@example.test']) {
      const codes: string[] = [];
      for (let n = 0; n < 5; n += 1) {
        const outcome = await signIn({ email: address, password: 'wrong wrong wrong' }, nobody, wallNow());
        if (!outcome.ok) codes.push(outcome.code);
      }
      expect(codes).toEqual(['no-match', 'no-match', 'no-match', 'no-match', 'paused']);
      expect(await signIn({ email: address, password }, from('198.51.100.2'), wallNow())).toMatchObject({
        code: 'paused',
      });
    }
    expect((await signIn({ email, password }, nobody, later(15 * 60_000 + 1_000))).ok).toBe(true);
  });

  it('lets few of many guesses at once look at the password', async () => {
    await newPerson();
    const guesses = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        signIn({ email, password: n === 19 ? password : `guess number ${n}` }, nobody, wallNow()),
      ),
    );
    expect(guesses.filter((guess) => !guess.ok && guess.code === 'paused').length).toBeGreaterThanOrEqual(15);
  });

  it('is limited for one address over all accounts', async () => {
    const tries = Array.from({ length: 61 }, (_, n) =>
      signIn({ email: `p${n}@example.test`, password }, nobody, wallNow()),
    );
    const codes = (await Promise.all(tries)).map((outcome) => (outcome.ok ? 'ok' : outcome.code));
    expect(codes.filter((code) => code === 'too-many')).toHaveLength(1);
    expect(await signIn({ email, password }, from('198.51.100.2'), wallNow())).toMatchObject({ code: 'no-match' });
  });

  it('ends after thirty days of the wall clock, used or not', async () => {
    const asker = await newPerson();
    const dayMs = 86_400_000;
    expect(await findVisit(asker, later(29.9 * dayMs))).not.toBeNull();
    expect(await findVisit(asker, later(30.1 * dayMs))).toBeNull();
  });
});

describe('sessions', () => {
  it('are listed in words, this one first, and end one by one', async () => {
    const here = await newPerson();
    const phone = await signIn(
      { email, password },
      { ...nobody, userAgent: 'Mozilla/5.0 (iPhone) Version/18.0 Safari/604.1' },
      wallNow(),
    );
    const visit = await findVisit(here, wallNow());
    if (!visit || !phone.ok) throw new Error('two sessions');
    const list = await listSessions(visit.viewer, visit.sessionId, wallNow());
    expect(list.map((one) => [one.device, one.isThisOne, one.address])).toEqual([
      ['Firefox on Linux', true, '203.0.113.9'],
      ['Safari on iPhone', false, '203.0.113.9'],
    ]);
    expect(JSON.stringify(list)).not.toContain('token');
    expect(await revokeSession(visit.viewer, list[1]?.id ?? '')).toBe(1);
    expect(await findVisit(holding(phone.cookies), wallNow())).toBeNull();
    expect(await findVisit(here, wallNow())).not.toBeNull();
  });

  it('of other people stay out of reach', async () => {
    const here = await newPerson();
    const other = await newPerson('grace@example.test');
    const [mine, theirs] = [await findVisit(here, wallNow()), await findVisit(other, wallNow())];
    if (!mine || !theirs) throw new Error('two visits');
    expect(await revokeSession(mine.viewer, theirs.sessionId)).toBe(0);
    expect(await revokeOtherSessions(mine.viewer, mine.sessionId)).toBe(0);
    expect(await findVisit(other, wallNow())).not.toBeNull();
  });

  it('end all but this one at once', async () => {
    const here = await newPerson();
    const others = [await signedIn(), await signedIn()];
    const visit = await findVisit(here, wallNow());
    if (!visit) throw new Error('a visit');
    expect(await revokeOtherSessions(visit.viewer, visit.sessionId)).toBe(2);
    for (const other of others) expect(await findVisit(other, wallNow())).toBeNull();
    expect(await findVisit(here, wallNow())).not.toBeNull();
  });

  it('end with signing out, in the database and in the browser', async () => {
    const asker = await newPerson();
    const cookies = await signOut(asker);
    expect(cookies.find(({ name }) => name === 'plumb.session_token')).toMatchObject({ value: '', maxAge: 0 });
    expect(await findVisit(asker, wallNow())).toBeNull();
    expect(await db.query('SELECT 1 FROM session')).toHaveLength(0);
  });
});

describe('a session that is kept while its person is in a demo', () => {
  /** Opens a demo in a browser. What the browser holds then, and for whom the demo is. */
  async function inDemo(asker: Asker): Promise<{ asker: Asker; demo: string }> {
    const visit = await findVisit(asker, wallNow());
    if (!visit) throw new Error('a visit');
    const { userId } = await createDemoUser({ now: wallNow(), wallNow: wallNow() });
    const kept = await keepSession(visit, userId, asker);
    expect(kept).toMatchObject([{ name: 'plumb.kept_session', httpOnly: true, sameSite: 'lax', path: '/' }]);
    return { asker: holding([...(await openSession(userId, asker)), ...kept]), demo: userId };
  }

  it('is the browser’s again when the demo is left, also from a demo opened out of a demo', async () => {
    const mine = await newPerson();
    const first = await inDemo(mine);
    expect((await findVisit(first.asker, wallNow()))?.viewer.isDemo).toBe(true);
    const second = await inDemo(first.asker);
    for (const { asker, demo } of [first, second]) {
      const back = await resumeSession(demo, asker, wallNow());
      expect(back?.visit.viewer).toMatchObject({ email, isDemo: false });
      expect(back?.cookies.find(({ name }) => name === 'plumb.session_token')?.httpOnly).toBe(true);
      expect(back?.cookies.find(({ name }) => name === 'plumb.kept_session')).toMatchObject({ value: '', maxAge: 0 });
      expect((await findVisit(holding(back?.cookies ?? []), wallNow()))?.sessionId).toBe(back?.visit.sessionId);
    }
  });

  it('is nobody’s by a cookie that was planted, forged or put in another’s place', async () => {
    const planted = await inDemo(await newPerson('mallory@example.test'));
    const { asker, demo } = await inDemo(await newPerson());
    expect(await resumeSession(demo, planted.asker, wallNow())).toBeNull();
    const cookie = asker.cookie ?? '';
    const kept = /plumb\.kept_session=([^;]+)/.exec(cookie)?.[1] ?? '';
    const own = { ...asker, cookie: cookie.replace(planted.demo, demo).replace(/(kept_session=[^;]+)\.\w/, '$1.x') };
    expect(await resumeSession(demo, own, wallNow())).toBeNull();
    expect(await findVisit({ ...nobody, cookie: `plumb.session_token=${kept}` }, wallNow())).toBeNull();
    const session = (await signedIn()).cookie?.replace('session_token', 'kept_session') ?? '';
    expect(await resumeSession(demo, { ...nobody, cookie: session }, wallNow())).toBeNull();
  });

  it('comes back only while it lasts, and signing out in the demo ends it', async () => {
    const mine = await newPerson();
    const first = await inDemo(mine);
    expect(await resumeSession(first.demo, first.asker, later(30.1 * 86_400_000))).toBeNull();
    const cookies = await signOut(first.asker);
    expect(cookies.map(({ name, maxAge }) => [name, maxAge])).toContainEqual(['plumb.kept_session', 0]);
    expect(await findVisit(mine, wallNow())).toBeNull();
    expect(await resumeSession(first.demo, first.asker, wallNow())).toBeNull();
  });
});

describe('the routes of the auth library', () => {
  const ask = (method: string, path: string, origin: string | null = null, asker = nobody) =>
    answerAuthRequest({ method, path, origin }, asker, wallNow());

  it('that take a password or make an account are not there', async () => {
    for (const path of [
      'sign-in/email',
      'sign-up/email',
      'reset-password',
      'request-password-reset',
      'update-user',
      'delete-user',
    ]) {
      expect((await ask('POST', `/api/auth/${path}`)).status, path).toBe(404);
    }
    expect((await ask('GET', '/api/auth/sign-out')).status).toBe(404);
  });

  it('tell no script of a page the session that it cannot read', async () => {
    const asker = await newPerson();
    const answer = await ask('GET', '/api/auth/get-session', 'http://localhost:3000', asker);
    expect([answer.status, await answer.text()]).toEqual([404, '']);
  });

  it('sign out only the one whose page asks', async () => {
    const asker = await newPerson();
    const foreign = await ask('POST', '/api/auth/sign-out', 'https://elsewhere.example', asker);
    expect(foreign.status).toBe(403);
    expect((await ask('POST', '/api/auth/sign-out', null, asker)).status).toBe(403);
    expect(await findVisit(asker, wallNow())).not.toBeNull();
    const own = await ask('POST', '/api/auth/sign-out', 'http://localhost:3000', asker);
    expect(own.status).toBe(200);
    expect(await findVisit(asker, wallNow())).toBeNull();
  });
});
