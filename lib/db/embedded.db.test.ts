import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmbedded, stopEmbedded } from './embedded.ts';
import { isAlive } from './processes.ts';

let home: string;
let dataFolder: string | null = null;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'plumb-embedded-'));
});
afterEach(async () => {
  if (dataFolder) await stopEmbedded(dataFolder);
  dataFolder = null;
  await rm(home, { recursive: true, force: true });
});

async function start(options: { port?: number } = {}) {
  const server = await startEmbedded(home, { password: 'a:b/c@d', ...options });
  dataFolder = server.dataFolder;
  return server;
}

async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  // A server that is killed under an open connection is part of what is tested here.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded server', () => {
  test('starts in UTF-8 with the language-neutral order, and keeps its data over a stop', async () => {
    const first = await start();
    const [encoding] = await ask(
      first.url,
      "SELECT pg_encoding_to_char(encoding) AS e, datcollate AS c, datlocprovider AS p FROM pg_database WHERE datname = 'plumb'",
    );
    expect(encoding).toEqual({ e: 'UTF8', c: 'C', p: 'b' });
    await ask(first.url, "CREATE TABLE kept AS SELECT 'für immer' AS words");
    await stopEmbedded(first.dataFolder);
    expect(isAlive(first.pid)).toBe(false);
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await ask(second.url, 'SELECT words FROM kept')).toEqual([{ words: 'für immer' }]);
  });

  test('is taken over when it still runs', async () => {
    const first = await start();
    const again = await start();
    expect(again).toEqual({ ...first, adopted: true });
  });

  test('comes back with all committed data after it was killed', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    process.kill(first.pid, 'SIGKILL');
    // The signal is on its way when kill returns: a server that is still dying would be taken over.
    await expect.poll(() => isAlive(first.pid), { timeout: 30_000, interval: 10 }).toBe(false);
    const second = await start();
    expect(second.pid).not.toBe(first.pid);
    expect(await ask(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  test('starts over the file of a dead server whose process id is somebody else’s now', async () => {
    const first = await start();
    await stopEmbedded(first.dataFolder);
    const file = join(first.dataFolder, 'postmaster.pid');
    await writeFile(file, `${process.pid}\n${first.dataFolder}\n0\n1\n\n\n\nready\n`);
    const second = await start();
    expect(second.adopted).toBe(false);
    expect((await readFile(file, 'utf8')).split('\n')[0]).toBe(String(second.pid));
  });

  test('avoids a port that is taken', async () => {
    const other = createServer();
    const taken = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
    });
    try {
      const server = await start({ port: taken });
      expect(server.port).not.toBe(taken);
      expect(await ask(server.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    } finally {
      other.close();
    }
  });

  test.runIf(process.getuid?.() === 0)('stands aside when root’s folder is closed to its user', async () => {
    const closed = join(home, 'closed');
    const { mkdir } = await import('node:fs/promises');
    await mkdir(join(closed, 'inner'), { recursive: true });
    await chmod(closed, 0o700);
    const server = await startEmbedded(join(closed, 'inner'), { password: 'x' });
    dataFolder = server.dataFolder;
    try {
      expect(server.dataFolder).toMatch(/^\/var\/lib\/plumb\//);
      expect(await ask(server.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    } finally {
      await stopEmbedded(server.dataFolder);
      await rm(join(server.dataFolder, '..'), { recursive: true, force: true });
      dataFolder = null;
    }
  });
});
