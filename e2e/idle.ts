import { query } from './books.ts';
import type { Stack } from './stack.ts';

/** Whether this app has no job that runs, or could run now. One that is to be tried again later does not count. */
export async function isIdle(stack: Stack): Promise<boolean> {
  const [row] = await query<{ count: string }>(
    stack,
    `SELECT count(*) FROM pgboss.job WHERE state IN ('created', 'retry', 'active') AND start_after <= now()`,
  );
  return row?.count === '0';
}
