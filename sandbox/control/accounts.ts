import { Hono } from 'hono';
import { z } from 'zod';
import { type AccountRow, accountObject, accountRow, findAccount } from '#sandbox/world/accounts.ts';
import { type BankRow, findBankAccount } from '#sandbox/world/bank.ts';
import { daySeconds, now } from '#sandbox/world/clock.ts';
import { generateRows } from '#sandbox/world/generate-rows.ts';
import { addRow, alterRow, heal, ledgerKey, postRow, rowStatus, voidRow } from '#sandbox/world/ledger-edits.ts';
import {
  deactivate,
  disconnect,
  expectDeactivation,
  expireNumbers,
  reactivate,
  reissueOnRelink,
  setPayable,
} from '#sandbox/world/lifecycle.ts';
import { completeRefreshes } from '#sandbox/world/timeline.ts';
import { commit, type World } from '#sandbox/world/world.ts';
import type { Worlds } from '#sandbox/world/worlds.ts';
import { bodyOf, Refused, worldOf } from './answers.ts';
import { ledgerLine } from './truth.ts';

const truth = z.strictObject({
  payee: z.string().exactOptional(),
  category: z.string().exactOptional(),
  series: z.string().nullable().exactOptional(),
  transferPair: z.string().nullable().exactOptional(),
  incomeStream: z.string().nullable().exactOptional(),
});

const editing = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('add'),
    account: z.string(),
    amount: z.number().int(),
    description: z.string().min(1),
    at: z.iso.datetime({ offset: true }).exactOptional(),
    status: z.enum(['posted', 'pending']).exactOptional(),
    truth: truth.exactOptional(),
  }),
  z.strictObject({
    action: z.literal('alter'),
    row: z.string(),
    amount: z.number().int().exactOptional(),
    description: z.string().min(1).exactOptional(),
  }),
  z.strictObject({ action: z.literal('post'), row: z.string(), amount: z.number().int().exactOptional() }),
  z.strictObject({ action: z.literal('void'), row: z.string() }),
]);

const generating = z.strictObject({
  account: z.string(),
  count: z.number().int().min(1).max(1_000_000),
  days: z.number().int().min(1).max(3_660).default(180),
});

const acts: Record<string, (world: World, account: string) => void> = {
  deactivate,
  reactivate,
  disconnect,
  'expect-deactivation': (world, account) => expectDeactivation(world, account, now(world) + 30 * daySeconds),
  'expire-numbers': (world, account) => expireNumbers(world, account),
  'deactivate-numbers': (world, account) => expireNumbers(world, account, 'deactivated'),
  'block-payments': (world, account) => setPayable(world, account, false),
  'allow-payments': (world, account) => setPayable(world, account, true),
  reissue: reissueOnRelink,
  heal: (world, account) => heal(world, account),
};

/** What can be done to an account by `POST /accounts/{fca}/{act}`. */
export const accountActs: readonly string[] = Object.keys(acts);

/** Accounts, their refreshes and ledgers, driven by hand. */
export function accountRoutes(worlds: Worlds): Hono {
  const app = new Hono();

  app.post('/accounts/:account/:act', (context) => {
    const world = worldOf(context, worlds);
    const { account, act } = context.req.param();
    const perform = Object.hasOwn(acts, act) ? acts[act] : undefined;
    if (!perform) throw new Refused(404, `No such act: ${act}; there are ${Object.keys(acts).join(', ')}`);
    knownAccount(world, account);
    commit(world, () => perform(world, account));
    return context.json(accountObject(accountRow(world, account)));
  });

  app.post('/refreshes/complete', async (context) => {
    const { account } = await bodyOf(context, z.strictObject({ account: z.string().optional() }));
    const world = worldOf(context, worlds);
    if (account !== undefined) knownAccount(world, account);
    return context.json({ completed: completeRefreshes(world, 'all', account) });
  });

  app.post('/rows', async (context) => {
    const request = await bodyOf(context, editing);
    const world = worldOf(context, worlds);
    return context.json(
      ledgerLine(
        commit(world, () => edit(world, request)),
        now(world),
      ),
    );
  });

  app.post('/rows/generate', async (context) => {
    const { account, count, days } = await bodyOf(context, generating);
    const world = worldOf(context, worlds);
    if (knownAccount(world, account).status !== 'active') throw new Refused(400, 'The account is not active');
    return context.json(generateRows(world, account, count, days));
  });

  return app;
}

function knownAccount(world: World, id: string): AccountRow {
  const row = findAccount(world, id);
  if (!row) throw new Refused(404, `No such account: ${id}`);
  return row;
}

function edit(world: World, request: z.infer<typeof editing>): BankRow {
  if (request.action === 'add') {
    const key = findAccount(world, request.account)?.bank_account ?? request.account;
    if (!findBankAccount(key)) throw new Refused(404, `No such account: ${request.account}`);
    const { amount, description, at, status } = request;
    return addRow(world, key, {
      amount,
      description,
      ...(at === undefined ? {} : { at: Math.floor(Date.parse(at) / 1000) }),
      ...(status === undefined ? {} : { status }),
      truth: request.truth ?? {},
    });
  }
  const key = ledgerKey(world, request.row);
  if (key === null) throw new Refused(404, `No such row: ${request.row}`);
  if (request.action === 'post' || request.action === 'void') {
    const done = request.action === 'void' ? voidRow(world, key) : postRow(world, key, request.amount);
    if (done) return done;
    const status = rowStatus(world, key) ?? 'not there yet';
    throw new Refused(400, `The row is ${status}; only a pending one can be posted or voided`);
  }
  return alterRow(world, key, request);
}
