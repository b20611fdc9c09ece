import { createServer } from 'node:net';

/**
 * The wanted port when nothing listens on it at this machine, else any free one. Both loopback families are tried: a server
 * on one of them would answer for `localhost` in our place.
 */
export async function freePort(wanted = 0): Promise<number> {
  if (wanted !== 0 && (await isFree(wanted))) return wanted;
  const free = await listenOnce(0, '127.0.0.1');
  if (typeof free !== 'number') throw new Error(`No free port on 127.0.0.1 (${free})`);
  return free;
}

/** The wanted port, or the next higher one that is free: what a person will look for first. */
export async function nextFreePort(wanted: number): Promise<number> {
  for (let port = wanted; port < Math.min(wanted + 100, 65_536); port += 1) if (await isFree(port)) return port;
  return freePort();
}

/** Keeps a port from others until it is given back: a build may lie between choosing a port and listening on it. */
export function holdPort(port: number): Promise<{ release: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const holder = createServer((socket) => socket.destroy());
    holder.once('error', reject);
    holder.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      holder.unref();
      resolve({ release: () => new Promise((done) => holder.close(() => done())) });
    });
  });
}

/** Whether nothing listens on a port. A machine without IPv6 has nothing there either. */
async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1', '0.0.0.0']) {
    const taken = await listenOnce(port, host);
    if (taken === 'EADDRINUSE' || taken === 'EACCES') return false;
  }
  return true;
}

/** Listens for a moment: the port, or the code of the error. */
function listenOnce(port: number, host: string): Promise<number | string> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    probe.listen({ port, host, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 'unknown'));
    });
  });
}
