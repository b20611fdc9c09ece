import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { nextFreePort } from '#lib/db/free-port.ts';

let command: ChildProcess | null = null;
afterEach(() => {
  if (command?.pid && command.exitCode === null && command.signalCode === null) process.kill(-command.pid, 'SIGKILL');
});

test('`npm run sandbox` brings the bank alone, at the port that it is told, until Ctrl-C', async () => {
  // Below the ports that a system hands out by itself, so that nobody takes it before the sandbox does.
  const port = await nextFreePort(21_000);
  const running = spawn('npm', ['run', '--silent', 'sandbox'], {
    env: { ...process.env, SANDBOX_PORT: String(port), SANDBOX_DATA: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  command = running;
  const ended = new Promise<number | null>((resolve) => running.once('exit', resolve));
  const [line] = await Promise.race([
    createInterface({ input: running.stdout })
      [Symbol.asyncIterator]()
      .next()
      .then(({ value }) => [String(value)]),
    ended.then((code) => [`it ended with ${code}`]),
  ]);
  const url = `http://127.0.0.1:${port}`;
  expect(JSON.parse(line ?? '')).toMatchObject({ ready: true, url });

  const asked = await fetch(`${url}/v1/customers`, { headers: { authorization: 'Bearer sk_test_alone' } });
  expect([asked.status, await asked.json()]).toMatchObject([200, { object: 'list', data: [] }]);
  expect((await fetch(`${url}/_sandbox`)).status).toBe(200);

  process.kill(-(running.pid ?? 0), 'SIGINT');
  await ended;
  await expect(fetch(`${url}/_sandbox`)).rejects.toThrow('fetch failed');
});
