import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localPath } from './local-path.ts';

describe('the path after signing in', () => {
  it('keeps a page of ours with its question', () => {
    expect(localPath('/transactions?account=1&from=2026-11-01')).toBe('/transactions?account=1&from=2026-11-01');
    expect(localPath('/accounts/a%20b')).toBe('/accounts/a%20b');
  });

  it('never leads to another place', () => {
    const traps = [
      '//other.example',
      '/\\other.example',
      '\\\\other.example',
      'https://other.example',
      'javascript:alert(1)',
      '/\t/other.example',
      '/\n/other.example',
      '/.//other.example',
      '/a/..//other.example',
      '',
      null,
      undefined,
      'overview',
      ' /overview',
      '/%0d%0aSet-Cookie:x',
      '//',
    ];
    for (const trap of traps) {
      const url = new URL(localPath(trap), 'https://plumb.example');
      expect(url.origin, String(trap)).toBe('https://plumb.example');
    }
    expect(localPath('//other.example')).toBe('/overview');
    expect(localPath('/.//other.example')).toBe('/overview');
  });

  it('stays on our origin for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((s) => `/${s}`),
          fc.string().map((s) => `//${s}`),
        ),
        (text) => {
          const path = localPath(text);
          expect(path.startsWith('/')).toBe(true);
          expect(new URL(path, 'https://plumb.example').origin).toBe('https://plumb.example');
          // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break would start a header of its own.
          expect(path).not.toMatch(/[\x00-\x1f]/);
        },
      ),
    );
  });

  it('does not come back to the door or go to a route that is no page', () => {
    for (const door of [
      '/sign-in?next=/sign-in',
      '/api/auth/sign-out',
      '/SIGN-UP',
      '/_next/data',
      '/reset-password?token=x',
    ]) {
      expect(localPath(door)).toBe('/overview');
    }
    expect(localPath('/sign-inspector')).toBe('/sign-inspector');
  });
});
