import { notFound, redirect } from 'next/navigation';
import { expect, it } from 'vitest';
import { untried } from './form-state.ts';
import { answerOf } from './use-form.client.ts';

const fail = (error: unknown) => answerOf(untried, () => Promise.reject(error));

it('what the server answers is handed on', async () => {
  expect(await answerOf(untried, async () => ({ ok: true, value: 1 }))).toEqual({ ok: true, value: 1 });
});

it('no answer is one of its own, whatever it was that broke', async () => {
  for (const error of [new TypeError('Failed to fetch'), new Error('Connection closed.')])
    expect(await fail(error)).toEqual({ ok: false, code: 'no-answer' });
});

it('what an earlier answer filled in stays when no answer comes', async () => {
  const before = { ok: false, code: 'too-many', values: { timeZone: 'Europe/Paris' } } as const;
  const answer = await answerOf(before, () => Promise.reject(new TypeError('Failed to fetch')));
  expect(answer).toEqual({ ok: false, code: 'no-answer', values: before.values });
});

it('a redirect, a page that is not found and an error with a number of the server go on', async () => {
  const thrownBy = (steer: () => never) => {
    try {
      return steer();
    } catch (error) {
      return error;
    }
  };
  const broken = Object.assign(new Error('An error occurred in the Server Components render.'), { digest: '123' });
  for (const error of [thrownBy(() => redirect('/overview')), thrownBy(notFound), broken])
    await expect(fail(error)).rejects.toBe(error);
});
