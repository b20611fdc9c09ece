import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeLogger } from './log.ts';
import { scrub } from './scrub.ts';

/** Everything that a piece of code would write. */
function written(work: (log: ReturnType<typeof makeLogger>) => void): string {
  const lines: string[] = [];
  work(makeLogger('trace', { write: (line) => lines.push(line) }));
  return lines.join('');
}

const letters = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'),
  minLength: 8,
  maxLength: 24,
});
/** A secret as it looks, and the part of it that must not be found again. */
const secret = fc.oneof(
  letters.map((core) => ({ text: `sk_test_${core}`, core })),
  letters.map((core) => ({ text: `pk_live_${core}`, core })),
  letters.map((core) => ({ text: `whsec_${core}`, core })),
  letters.map((core) => ({ text: `fcsess_1abc_client_secret_${core}`, core })),
  letters.map((core) => ({ text: `Bearer ${core}`, core })),
  letters.map((core) => ({ text: `${core}@example.com`, core })),
  letters.map((core) => ({ text: `postgresql://plumb:${core}@db/plumb`, core })),
  letters.map((core) => ({ text: `http://localhost:3000/reset?token=${core}`, core })),
);

describe('the log', () => {
  test('never holds a secret, wherever it stands', () => {
    fc.assert(
      fc.property(secret, ({ text, core }) => {
        const lines = written((log) => {
          log.info(`asked with ${text} and more`);
          log.info({ deep: { list: [{ note: `is ${text}` }] } }, 'x');
          log.error({ err: new Error(`failed for ${text}`, { cause: new Error(text) }) }, 'x');
          log.error(new Error(text));
          log.info('with %s', text);
          log.child({ bound: text }).info('x');
        });
        expect(lines).not.toContain(core);
      }),
    );
  });

  test('never holds what says who an owner is, by the name of the field', () => {
    const owner = { name: 'Ada Example', emailAddress: 'a@b.example', phone: '+1 555', address: '1 Main St' };
    const lines = written((log) =>
      log.info({ owners: [owner], accountOwner: owner, holderName: 'Ada Example' }, 'read'),
    );
    for (const fact of Object.values(owner)) expect(lines).not.toContain(fact);
  });

  test('keeps what helps to find a fault', () => {
    const error = Object.assign(new Error('no answer'), { code: 'ECONNREFUSED' });
    const lines = written((log) => log.error({ err: error, accountId: 'a-1', amountMinor: 12n }, 'a sync failed'));
    expect(JSON.parse(lines)).toMatchObject({
      level: 'error',
      msg: 'a sync failed',
      accountId: 'a-1',
      amountMinor: '12',
      err: { message: 'no answer', code: 'ECONNREFUSED', stack: expect.stringContaining('log.test') },
    });
  });

  test('is not harmed by a value that holds itself', () => {
    const loop: Record<string, unknown> = { id: 1 };
    loop.self = loop;
    expect(scrub(loop)).toEqual({ id: 1, self: '[circular]' });
  });
});
