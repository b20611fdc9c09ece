import { wallNow } from '#lib/clock.ts';

/** Words on the terminal, one line each. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Does a step and says what was done and how long it took; says what it is doing first when that may take a while. */
export async function step<T>(doing: string | null, work: () => Promise<{ value: T; done: string }>): Promise<T> {
  const began = wallNow().getTime();
  if (doing) say(`  … ${doing}`);
  const { value, done } = await work();
  const seconds = ((wallNow().getTime() - began) / 1_000).toFixed(1);
  say(`  ✓ ${done} (${seconds} s)`);
  return value;
}
