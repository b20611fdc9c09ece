import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetEnv } from '#lib/env.ts';
import { setTestSettings } from '#lib/test-settings.ts';
import { askerFrom } from './asker.ts';
import { notePeers, peerOf } from './peer.ts';

/** Like the web framework: keeps a client's x-forwarded-for, and writes the socket's only where there is none. */
const server = createServer((incoming, outgoing) => {
  incoming.headers['x-forwarded-for'] ??= incoming.socket.remoteAddress;
  const get = (name: string) => {
    const value = incoming.headers[name];
    return value === undefined ? null : String(value);
  };
  outgoing.end(JSON.stringify({ address: askerFrom({ get }).address, peer: peerOf({ get }) }));
});

function ask(headers: Record<string, string>): Promise<{ address: string; peer: string | null }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, headers }, async (answer: IncomingMessage) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      resolve(JSON.parse(Buffer.concat(chunks).toString()));
    })
      .on('error', reject)
      .end();
  });
}

function trust(proxies: string): void {
  process.env.TRUSTED_PROXIES = proxies;
  forgetEnv();
}

beforeAll(async () => {
  setTestSettings();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  delete process.env.TRUSTED_PROXIES;
  forgetEnv();
});

describe('the address of who asks', () => {
  it('is unknown before the server notes its peers, whatever a client sends', async () => {
    trust('');
    const forged = { 'x-plumb-peer': 'guess 198.51.100.1', 'x-forwarded-for': '198.51.100.1' };
    expect(await ask(forged)).toEqual({ address: 'unknown', peer: null });
  });

  it("is the socket's, and a client's headers change nothing", async () => {
    notePeers();
    trust('');
    expect((await ask({})).address).toBe('127.0.0.1');
    expect((await ask({ 'x-forwarded-for': '198.51.100.1' })).address).toBe('127.0.0.1');
    expect((await ask({ 'x-plumb-peer': 'guess 198.51.100.1' })).address).toBe('127.0.0.1');
  });

  it('is what a trusted proxy says', async () => {
    trust('127.0.0.0/8');
    expect((await ask({ 'x-forwarded-for': '203.0.113.9' })).address).toBe('203.0.113.9');
    expect((await ask({ 'x-forwarded-for': '198.51.100.1, 203.0.113.9' })).address).toBe('203.0.113.9');
  });
});
