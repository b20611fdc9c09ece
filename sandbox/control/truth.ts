import { Hono } from 'hono';
import { z } from 'zod';
import type { Truth } from '#sandbox/people/types.ts';
import { findAccount } from '#sandbox/world/accounts.ts';
import { type BankRow, rowAt } from '#sandbox/world/bank.ts';
import { now } from '#sandbox/world/clock.ts';
import { type Labeled, type Labels, scoreLabels } from '#sandbox/world/score.ts';
import { toldRows } from '#sandbox/world/truths.ts';
import type { World } from '#sandbox/world/world.ts';
import type { Worlds } from '#sandbox/world/worlds.ts';
import { bodyOf, Refused, worldOf } from './answers.ts';

const label = z.string().min(1).nullable().optional();
const scoring = z.strictObject({
  account: z.string().optional(),
  labels: z.record(
    z.string(),
    z.strictObject({ payee: label, category: label, series: label, transferPair: label, incomeStream: label }),
  ),
});

/** What is really behind the rows that Stripe has told, and how well an app has inferred it. */
export function truthRoutes(worlds: Worlds): Hono {
  const app = new Hono();

  app.get('/truth', (context) => {
    const world = worldOf(context, worlds);
    const account = knownAccount(world, context.req.query('account'));
    return context.body(truthText(world, account), 200, { 'content-type': 'application/json' });
  });

  app.post('/truth/score', async (context) => {
    const { account, labels } = await bodyOf(context, scoring);
    const world = worldOf(context, worlds);
    const rows = labeledRows(world, knownAccount(world, account), labels);
    return context.json({ rows: rows.length, scores: scoreLabels(rows) });
  });

  return app;
}

function knownAccount(world: World, account: string | undefined): string | null {
  if (account === undefined) return null;
  if (!findAccount(world, account)) throw new Refused(404, `No such account: ${account}`);
  return account;
}

/** `{"rows":[…]}` page by page: a million rows must not be one text. */
function truthText(world: World, account: string | null): ReadableStream<Uint8Array> {
  const moment = now(world);
  const encoder = new TextEncoder();
  const pages = toldRows(world, account);
  let separator = '{"rows":[';
  return new ReadableStream({
    pull(controller) {
      if (world.closed) return controller.close();
      const next = pages.next();
      if (next.done) {
        controller.enqueue(encoder.encode(separator === ',' ? ']}' : `${separator}]}`));
        return controller.close();
      }
      const texts = next.value.map(({ transaction, account: owner, bend, ...row }) =>
        JSON.stringify({ transaction, account: owner, bend, ...ledgerLine(row, moment) }),
      );
      controller.enqueue(encoder.encode(separator + texts.join(',')));
      separator = ',';
    },
  });
}

/** A line of a bank's ledger with its whole future, as it looks at a moment, and the truth behind it. */
export function ledgerLine(row: BankRow, moment: number) {
  return {
    row: row.key,
    bankAccount: row.account_key,
    authorizedAt: row.authorized_at,
    postsAt: row.posts_at,
    postedAt: row.posted_at,
    voidAt: row.void_at,
    now: rowAt(row, moment),
    truth: JSON.parse(row.truth) as Truth,
  };
}

/**
 * The rows to be scored with what was inferred of them. Left out are a fault's twins, which are no second event, and rows
 * that nobody has lived (added or generated without a truth). Throws for a label on a row that was never told.
 */
function labeledRows(world: World, account: string | null, labels: Record<string, Labels>): Labeled[] {
  const left = new Set(Object.keys(labels));
  const rows: Labeled[] = [];
  for (const page of toldRows(world, account)) {
    for (const row of page) {
      left.delete(row.transaction);
      const truth = JSON.parse(row.truth) as Truth;
      if (row.bend === 'twin' || truth.category === 'uncategorized') continue;
      rows.push({ truth, labels: Object.hasOwn(labels, row.transaction) ? (labels[row.transaction] ?? {}) : {} });
    }
  }
  if (left.size > 0) {
    const some = [...left].slice(0, 3).join(', ');
    throw new Refused(400, `Labels for transactions that were never told here: ${some}${left.size > 3 ? ', …' : ''}`);
  }
  return rows;
}
