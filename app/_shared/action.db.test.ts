import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openSession } from '#lib/auth/sessions.ts';
import { assertMayEdit } from '#lib/auth/viewer.ts';
import { newViewer, testDatabase } from '#lib/db/test-database.ts';
import { ok } from '#lib/result.ts';
import { defineAction, defineForm, definePublicForm } from './action.ts';
import { untried } from './form-state.ts';

// The framework gives a request's headers only inside a request.
let headers = new Headers();
vi.mock('next/headers', () => ({ headers: async () => headers }));

const db = testDatabase();
const nobody = { address: 'unknown', addressKey: 'unknown', userAgent: null, cookie: null };
const schema = z.object({ word: z.string().min(2, 'Too short.') });

beforeEach(async () => {
  headers = new Headers();
  await db.query('TRUNCATE throttle');
});

async function signInAs(role: 'owner' | 'editor' | 'viewer') {
  const viewer = await newViewer({ role });
  const [cookie] = await openSession(viewer.userId, nobody);
  headers = new Headers({ cookie: `${cookie?.name}=${encodeURIComponent(cookie?.value ?? '')}` });
  return viewer;
}

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

describe('an action', () => {
  const say = defineAction(schema, async ({ viewer, input, now, wallNow }) =>
    ok({ id: viewer.householdId, input, now, wallNow }),
  );

  it('runs for the signed-in person, with both clocks and parsed input', async () => {
    const viewer = await signInAs('owner');
    expect(await say({ word: 'yes' })).toEqual(
      ok({ id: viewer.householdId, input: { word: 'yes' }, now: expect.any(Date), wallNow: expect.any(Date) }),
    );
  });

  it('does not run without a session, with one that was ended, or with a forged one', async () => {
    expect(await say({ word: 'yes' })).toEqual({ ok: false, code: 'signed-out' });
    await signInAs('owner');
    await db.query('DELETE FROM session');
    expect(await say({ word: 'yes' })).toEqual({ ok: false, code: 'signed-out' });
    headers = new Headers({ cookie: 'plumb.session_token=made.up' });
    expect(await say({ word: 'yes' })).toEqual({ ok: false, code: 'signed-out' });
  });

  it('tells nobody who is signed out what its input should have been', async () => {
    expect(await say({ word: '' })).toEqual({ ok: false, code: 'signed-out' });
  });

  it('refuses what does not fit, even when types were not asked', async () => {
    await signInAs('owner');
    expect(await say({ word: '' })).toEqual({ ok: false, code: 'invalid', fields: { word: 'Too short.' } });
    expect(await say({ word: { $ne: null } } as never)).toMatchObject({ code: 'invalid' });
    expect(await say(null as never)).toMatchObject({ code: 'invalid' });
  });

  it('answers a role that may only look', async () => {
    const change = defineAction(schema, async ({ viewer }) => {
      assertMayEdit(viewer);
      return ok(null);
    });
    await signInAs('viewer');
    expect(await change({ word: 'yes' })).toEqual({ ok: false, code: 'not-allowed' });
    await signInAs('editor');
    expect(await change({ word: 'yes' })).toEqual(ok(null));
  });

  it('is counted for the account, also when its input is refused', async () => {
    await signInAs('owner');
    const codes: string[] = [];
    for (let n = 0; n < 301; n += 1) {
      const outcome = await say({ word: '' });
      codes.push(outcome.ok ? 'ok' : outcome.code);
    }
    expect(codes.slice(0, 300).every((code) => code === 'invalid')).toBe(true);
    expect(codes[300]).toBe('too-many');
    await signInAs('owner');
    expect((await say({ word: 'yes' })).ok).toBe(true);
  });
});

describe("a form's action", () => {
  it('gives back what was typed, and never a secret', async () => {
    await signInAs('owner');
    const save = defineForm(schema, async () => ok(null));
    expect(await save(untried, form({ word: 'a', password: 'hidden' }))).toEqual({
      ok: false,
      code: 'invalid',
      fields: { word: 'Too short.' },
      values: { word: 'a' },
    });
  });

  it('for anybody is counted for the address', async () => {
    await db.query(`INSERT INTO throttle (key, window_at, hits) VALUES ('actions-from:unknown', now(), 1200)`);
    const open = definePublicForm(schema, async ({ input }) => ok(input.word));
    expect(await open(untried, form({ word: 'yes' }))).toMatchObject({ ok: false, code: 'too-many' });
    await db.query('TRUNCATE throttle');
    expect(await open(untried, form({ word: 'yes' }))).toMatchObject({ ok: true, value: 'yes' });
  });
});
