import { setTimeout as pause } from 'node:timers/promises';
import { BankError, type BankTransaction } from '../types.ts';
import { aboutAccount } from './accounts.ts';
import { stripe } from './client.ts';
import { toTransaction } from './translate-transaction.ts';

const pageSize = 100;
// The SDK does not repeat what was refused for asking too fast; a long walk has to, or it could never end.
const pausesMs = [500, 1_000, 2_000, 4_000, 8_000];

type Page = { rows: BankTransaction[]; lastRef: string | null };

/**
 * The rows of an account in pages of up to a hundred, newest first, to the end. With `after` (the ref of an earlier
 * refresh) only what later refreshes created or changed; without it everything. The next page is on its way while the
 * caller works on the last one. Throws "no-data-yet" when the bank has never read this account's transactions.
 */
export async function* walkTransactions(ref: string, after: string | null): AsyncGenerator<BankTransaction[]> {
  let coming: Promise<Page> | null = readPage(ref, after, null);
  while (coming !== null) {
    const page: Page = await coming;
    coming = page.lastRef === null ? null : readPage(ref, after, page.lastRef);
    // A caller that stops early never awaits the page on its way; its failure is nobody's then.
    coming?.catch(() => undefined);
    if (page.rows.length > 0) yield page.rows;
  }
}

async function readPage(ref: string, after: string | null, startingAfter: string | null): Promise<Page> {
  for (const waitMs of pausesMs) {
    try {
      return await requestPage(ref, after, startingAfter);
    } catch (error) {
      if (!(error instanceof BankError) || error.kind !== 'rate-limited') throw error;
      await pause(waitMs);
    }
  }
  return requestPage(ref, after, startingAfter);
}

async function requestPage(ref: string, after: string | null, startingAfter: string | null): Promise<Page> {
  const list = await aboutAccount(ref, () =>
    stripe().financialConnections.transactions.list({
      account: ref,
      limit: pageSize,
      ...(after === null ? {} : { transaction_refresh: { after } }),
      ...(startingAfter === null ? {} : { starting_after: startingAfter }),
    }),
  );
  const rows = list.data.map(toTransaction);
  return { rows, lastRef: list.has_more ? (rows.at(-1)?.ref ?? null) : null };
}
