import { addressKey } from './address.ts';
import { askerOf } from './peer.ts';

/** Who sent a request, as far as it can be known: what limits count by, and what a session remembers. */
export type Asker = {
  /** address, with proxies resolved; 'unknown' when the server could not tell */
  readonly address: string;
  /** what address limits count by */
  readonly addressKey: string;
  readonly userAgent: string | null;
  readonly cookie: string | null;
};

export function askerFrom(headers: { get(name: string): string | null }): Asker {
  const address = askerOf(headers);
  return {
    address,
    addressKey: addressKey(address),
    userAgent: headers.get('user-agent'),
    cookie: headers.get('cookie'),
  };
}

/**
 * The headers that the auth library may see: only these four, and the address as we have resolved it. Whatever else a
 * client sends (a host, a scheme, an address of its own making) does not reach it.
 */
export function libraryHeaders(asker: Asker): Headers {
  const headers = new Headers();
  if (asker.address !== 'unknown') headers.set('x-forwarded-for', asker.address);
  if (asker.userAgent) headers.set('user-agent', asker.userAgent.slice(0, 400));
  if (asker.cookie) headers.set('cookie', asker.cookie);
  return headers;
}

/** The same asker with cookies that have just been set: what the next request of this browser will bring. */
export function withCookies(asker: Asker, cookies: readonly { name: string; value: string }[]): Asker {
  return { ...asker, cookie: cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ') };
}
