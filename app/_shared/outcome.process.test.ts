import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { NotAllowed, NotFound } from '#lib/errors.ts';
import { ok } from '#lib/result.ts';
import { setTestSettings } from '#lib/test-settings.ts';
import { echoOf, formFields, settle, withInput } from './outcome.ts';

class Steer extends Error {}
const rethrow = (error: unknown) => {
  if (error instanceof Steer) throw error;
};
const fail = (error: unknown) => settle(() => Promise.reject(error), rethrow);

beforeAll(() => setTestSettings());

describe('the end of an action', () => {
  it('is what the handler says', async () => {
    expect(await settle(async () => ok(7), rethrow)).toEqual({ ok: true, value: 7 });
    expect(await settle(async () => ({ ok: false, code: 'paused', waitMs: 5 }), rethrow)).toEqual({
      ok: false,
      code: 'paused',
      waitMs: 5,
    });
  });

  it('has codes for a role and for what is not there', async () => {
    expect(await fail(new NotAllowed('no'))).toEqual({ ok: false, code: 'not-allowed' });
    expect(await fail(new NotFound('no'))).toEqual({ ok: false, code: 'not-found' });
  });

  it('says of a bug no more than its number', async () => {
    const outcome = await fail(new Error('password of ada@example.test is hunter2'));
    expect(outcome).toEqual({ ok: false, code: 'unexpected', errorId: expect.stringMatching(/^[0-9a-f]{12}$/) });
  });

  it('lets the framework steer', async () => {
    await expect(fail(new Steer('redirect'))).rejects.toBeInstanceOf(Steer);
  });
});

describe('what comes in', () => {
  const schema = z.object({
    name: z.string().min(2, 'Too short.').regex(/^a/, 'Begins with a.'),
    age: z.coerce.number('Not a number.'),
  });

  it('reaches the handler parsed', async () => {
    expect(await withInput(schema, { name: 'ada', age: '36', more: 'x' }, async (input) => ok(input))).toEqual(
      ok({ name: 'ada', age: 36 }),
    );
  });

  it('comes back with one sentence at each field when it does not fit, and the handler never runs', async () => {
    const outcome = await withInput(schema, { name: 'b', age: 'x' }, () => Promise.reject(new Error('ran')));
    expect(outcome).toEqual({ ok: false, code: 'invalid', fields: { name: 'Too short.', age: 'Not a number.' } });
  });

  it('of a form are its texts, without files and the framework’s own', () => {
    const form = new FormData();
    form.set('email', 'ada@example.test');
    form.set('$ACTION_ID_1', 'x');
    form.set('file', new Blob(['x']));
    expect(formFields(form)).toEqual({ email: 'ada@example.test' });
  });

  it('never goes back with a secret in it', () => {
    expect(echoOf({ email: 'a@b.test', password: 'x', newPassword: 'x', token: 'x', long: 'x'.repeat(501) })).toEqual({
      email: 'a@b.test',
    });
  });
});
