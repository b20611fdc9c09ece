import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { forgetEnv } from '../env.ts';
import { currentKeyId, rowContext, seal, unseal } from './seal.ts';

const base = {
  DATABASE_URL: 'postgresql://127.0.0.1/plumb',
  AUTH_SECRET: 'x'.repeat(32),
  STRIPE_SECRET_KEY: 'sk_test_a',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_a',
  STRIPE_WEBHOOK_SECRET: 'whsec_a',
  SMTP_URL: 'smtp://127.0.0.1:25',
};
const before = { ...process.env };
const [one, two] = ['one', 'two'].map((id) => `${id}:${randomBytes(32).toString('base64')}`);

function useKeys(...keys: (string | undefined)[]): void {
  Object.assign(process.env, base, { DATA_KEYS: keys.join(',') });
  forgetEnv();
}

afterEach(() => {
  process.env = { ...before };
  forgetEnv();
});

describe('a sealed value', () => {
  test('comes back as it was, and shows nothing of itself', () => {
    useKeys(one);
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, context) => {
        const { keyId, sealed } = seal({ value, mark: 'plaintext-mark' }, context);
        expect(Buffer.from(sealed).includes('plaintext-mark')).toBe(false);
        const back = unseal<{ value: unknown }>(keyId, sealed, context);
        expect(JSON.stringify(back.value)).toBe(JSON.stringify(value));
      }),
    );
  });

  test('is another each time', () => {
    useKeys(one);
    expect(seal('a', 'x').sealed).not.toEqual(seal('a', 'x').sealed);
  });

  test('does not open under another row, nor with any byte changed', () => {
    useKeys(one);
    const { keyId, sealed } = seal({ name: 'A' }, rowContext('account_owner', '1'));
    expect(() => unseal(keyId, sealed, rowContext('account_owner', '2'))).toThrow();
    for (let place = 0; place < sealed.length; place += 1) {
      const bent = Uint8Array.from(sealed);
      bent[place] = (bent[place] ?? 0) ^ 1;
      expect(() => unseal(keyId, bent, rowContext('account_owner', '1'))).toThrow();
    }
    expect(() => unseal(keyId, sealed.subarray(0, 20), rowContext('account_owner', '1'))).toThrow();
  });

  test('still opens after a new key came first, until the old one is gone', () => {
    useKeys(one);
    const old = seal('kept', 'x');
    useKeys(two, one);
    expect(currentKeyId()).toBe('two');
    expect(seal('new', 'x').keyId).toBe('two');
    expect(unseal(old.keyId, old.sealed, 'x')).toBe('kept');
    useKeys(two);
    expect(() => unseal(old.keyId, old.sealed, 'x')).toThrow(/data key one/);
  });

  test('does not open under the right id with another key', () => {
    useKeys(one);
    const { keyId, sealed } = seal('a', 'x');
    useKeys(`one:${randomBytes(32).toString('base64')}`);
    expect(() => unseal(keyId, sealed, 'x')).toThrow();
  });
});
