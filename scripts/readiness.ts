import { setTimeout as pause } from 'node:timers/promises';
import { wallNow } from '#lib/clock.ts';

const patienceMs = 90_000;

/** Waits until the web server says that everything is well. Throws with what it said last, and the end of its log. */
export async function untilHealthy(url: string, log: () => string): Promise<void> {
  let said = 'nothing';
  await until(async () => {
    const response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(10_000) });
    said = `${response.status} ${(await response.text()).slice(0, 300)}`;
    return response.ok;
  }).catch(() => {
    throw new Error(`The web server is not healthy. It said last: ${said}\n${log()}`);
  });
}

/** Waits until the sandbox answers at all. */
export async function untilSandboxAnswers(url: string, log: () => string): Promise<void> {
  await until(async () => (await fetch(`${url}/_sandbox/clock`, { signal: AbortSignal.timeout(10_000) })).ok).catch(
    () => {
      throw new Error(`The sandbox does not answer.\n${log()}`);
    },
  );
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = wallNow().getTime() + patienceMs;
  while (!(await isSo().catch(() => false))) {
    if (wallNow().getTime() > deadline) throw new Error('It took too long');
    await pause(50);
  }
}
