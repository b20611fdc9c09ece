import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { env } from '#lib/env.ts';
import { newSecret } from '#lib/ids.ts';
import { addressSet, clientAddress } from './address.ts';

/*
 * The web framework keeps an `x-forwarded-for` that the client has sent and writes the socket's address only where there
 * is none, so that behind it a lie and the truth look alike. Node announces each request, with its socket, before any
 * handler sees it; there the peer is written into a header of ours. The value starts with a secret that only this process
 * knows, so that a client which sends the header itself (or a server that runs without the announcement) is not believed.
 */
const header = 'x-plumb-peer';
const place = Symbol.for('plumb.peer-secret');

type Headers = { get(name: string): string | null };

/** One secret per process, shared by the bundles that the framework makes of this file. */
function processSecret(): string {
  const shared = globalThis as { [place]?: string };
  shared[place] ??= newSecret();
  return shared[place];
}

/** Starts to write the peer of each request into its headers; called once, when the web server starts. */
export function notePeers(): void {
  const secret = processSecret();
  subscribe('http.server.request.start', (message) => {
    const { request, socket } = message as { request: IncomingMessage; socket: Socket };
    request.headers[header] = `${secret} ${socket.remoteAddress ?? ''}`;
  });
}

/** The address of the socket that a request came by; null when nobody has written it. */
export function peerOf(headers: Headers): string | null {
  const [secret, address] = (headers.get(header) ?? '').split(' ');
  return secret === processSecret() && address ? address : null;
}

/** The address that a request's limits count by; proxies are believed only when TRUSTED_PROXIES names them. */
export function askerOf(headers: Headers): string {
  return clientAddress(peerOf(headers), headers.get('x-forwarded-for'), trustedProxies());
}

let trusted: { ranges: readonly string[]; isTrusted: (address: string) => boolean } | null = null;

/** The setting as a set, made once for as long as the settings are the same. */
function trustedProxies(): (address: string) => boolean {
  const ranges = env().TRUSTED_PROXIES;
  if (trusted?.ranges !== ranges) trusted = { ranges, isTrusted: addressSet(ranges) };
  return trusted.isTrusted;
}
