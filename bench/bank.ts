import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type Bank = {
  url: string;
  control: <T>(method: 'GET' | 'POST', path: string, body?: object) => Promise<T>;
  close: () => Promise<void>;
};

/** A sandbox of its own, in memory; `control` calls its world `bench`. */
export async function startBank(): Promise<Bank> {
  const main = join(import.meta.dirname, '../sandbox/main.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
    env: { ...process.env, SANDBOX_PORT: '0', SANDBOX_DATA: '', SANDBOX_SMTP_PORT: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  return {
    url,
    control: async (method, path, body) => {
      const answer = await fetch(`${url}/_sandbox/${path}${path.includes('?') ? '&' : '?'}world=bench`, {
        method,
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      });
      if (!answer.ok) throw new Error(`The sandbox answered ${answer.status} to ${path}: ${await answer.text()}`);
      return answer.json();
    },
    close: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}
