import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, isForeignWrite } from './security-headers.ts';

const dialog = {
  scripts: ['https://js.bank.example'],
  frames: ['https://js.bank.example'],
  connections: ['https://api.bank.example'],
};
const policy = (more: object = {}) =>
  contentSecurityPolicy({ nonce: 'n0nce', isHttps: true, isDevelopment: false, dialog, ...more });

function rule(text: string, name: string): string {
  return text.split('; ').find((part) => part.startsWith(`${name} `) || part === name) ?? '';
}

describe('the policy of a page', () => {
  it('runs no inline script, no evaluated text and no script attribute', () => {
    expect(rule(policy(), 'script-src')).toBe(
      "script-src 'self' 'nonce-n0nce' 'strict-dynamic' https://js.bank.example",
    );
    expect(rule(policy(), 'script-src-attr')).toBe("script-src-attr 'none'");
    expect(rule(policy(), 'style-src-elem')).toBe("style-src-elem 'self' 'nonce-n0nce'");
  });

  it('cannot be framed, rebased, or made to send its forms elsewhere', () => {
    for (const line of ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"]) {
      expect(policy().split('; ')).toContain(line);
    }
  });

  it('talks to us and to the bank only', () => {
    expect(rule(policy(), 'connect-src')).toBe("connect-src 'self' https://api.bank.example");
    expect(rule(policy(), 'frame-src')).toBe('frame-src https://js.bank.example');
  });

  it('asks for TLS only where there is TLS', () => {
    expect(policy()).toContain('upgrade-insecure-requests');
    expect(policy({ isHttps: false })).not.toContain('upgrade-insecure-requests');
  });
});

describe('a request that changes something', () => {
  const foreign = (method: string, headers: Record<string, string>) => isForeignWrite(method, new Headers(headers));

  it('is refused when another site sent it', () => {
    expect(foreign('POST', { 'sec-fetch-site': 'cross-site', host: 'a.example', origin: 'https://a.example' })).toBe(
      true,
    );
    expect(foreign('POST', { 'sec-fetch-site': 'same-site', host: 'a.example' })).toBe(true);
    expect(foreign('POST', { origin: 'https://b.example', host: 'a.example' })).toBe(true);
    expect(foreign('POST', { origin: 'null', host: 'a.example' })).toBe(true);
    expect(foreign('DELETE', { origin: 'https://a.example:8443', host: 'a.example' })).toBe(true);
  });

  it('is let through when we sent it, or no browser did', () => {
    expect(foreign('POST', { 'sec-fetch-site': 'same-origin' })).toBe(false);
    expect(foreign('POST', { 'sec-fetch-site': 'none' })).toBe(false);
    expect(foreign('POST', { origin: 'https://a.example', host: 'a.example' })).toBe(false);
    expect(foreign('POST', { origin: 'https://a.example', host: 'inner:3000', 'x-forwarded-host': 'a.example' })).toBe(
      false,
    );
    expect(foreign('POST', {})).toBe(false);
  });

  it('is not a look', () => {
    expect(foreign('GET', { 'sec-fetch-site': 'cross-site' })).toBe(false);
  });
});
