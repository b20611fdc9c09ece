import { createServer } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testBank } from '../bank/stripe/test-bank.ts';
import { now, wallNow } from '../clock.ts';
import { readOwners } from '../consent/read-owners.ts';
import { testDatabase } from '../db/test-database.ts';
import { forgetEnv } from '../env.ts';
import { startWorker, type Worker } from '../jobs/worker.ts';
import { disconnectReplaced } from '../linking/disconnect-replaced.ts';
import { finishLinkJob } from '../linking/finish-link-job.ts';
import { handleBankEvent } from '../sync/handle-bank-event.ts';
import { receiveEvent } from '../sync/receive-event.ts';
import { recordBalance } from '../sync/record-balance.ts';
import { requestBalance } from '../sync/request-balance.ts';
import { syncAccount } from '../sync/sync-account.ts';
import { until } from '../sync/test-work.ts';
import { startDemo } from './start-demo.ts';

// The whole way from the dialog to stored, proven rows, with everything in its place: the bank tells us by its webhook, the
// worker works. Nothing is hurried along; the bank takes its usual 400 ms for each reading.

const db = testDatabase();
const bank = testBank();

const door = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const signature = String(request.headers['stripe-signature']);
  const delivery = { body: Buffer.concat(parts).toString(), signature, wallNow: wallNow(), now: await now() };
  await receiveEvent(delivery).then(
    () => response.writeHead(200).end(),
    () => response.writeHead(500).end(),
  );
});
let worker: Worker;

beforeAll(async () => {
  await bank.control('/reset', { seed: 1, clock: 'running', pace: { refreshMs: 400 } });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const { port } = door.address() as { port: number };
  const answer = await fetch(`${bank.url}/v1/webhook_endpoints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${process.env.STRIPE_SECRET_KEY}` },
    body: new URLSearchParams({ url: `http://127.0.0.1:${port}/`, 'enabled_events[]': '*' }),
  });
  process.env.STRIPE_WEBHOOK_SECRET = ((await answer.json()) as { secret: string }).secret;
  forgetEnv();
  const nothing = async () => undefined;
  worker = await startWorker({
    'sync-account': async (data, { attempt }) => void (await syncAccount(data, await now(), attempt)),
    'finish-link': async (data) => finishLinkJob(data, await now()),
    'disconnect-replaced': async (data) => disconnectReplaced(data, await now()),
    'read-owners': async (data) => readOwners(data, await now()),
    'request-balance': async (data) => requestBalance(data, await now()),
    'record-balance': async (data) => recordBalance(data, await now()),
    'handle-bank-event': async (data) => handleBankEvent(data, await now()),
    sweep: nothing,
    'send-mail': nothing,
    'erase-household': nothing,
  });
});
afterAll(async () => {
  await worker?.stop(1_000);
  door.close();
});

it('a demo is linked and synced, with rows, balance and owners of every account', async () => {
  const demo = await startDemo({ now: await now(), wallNow: wallNow() });
  if (!demo.ok) throw new Error(demo.code);
  const { accountIds } = demo.value;
  const state = async () => {
    const [arrived] = await db.query<{ synced: number; balances: number; owners: number }>(
      `SELECT (SELECT count(DISTINCT account_id)::int FROM sync_run WHERE account_id = ANY($1) AND state = 'done') AS synced,
         (SELECT count(DISTINCT account_id)::int FROM balance_anchor WHERE account_id = ANY($1)) AS balances,
         (SELECT count(DISTINCT account_id)::int FROM account_owner WHERE account_id = ANY($1)) AS owners`,
      [accountIds],
    );
    return arrived;
  };
  const all = { synced: accountIds.length, balances: accountIds.length, owners: accountIds.length };
  await until(db, async () => isDeepStrictEqual(await state(), all));
  const [rows] = await db.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM transaction WHERE account_id = ANY($1)',
    [accountIds],
  );
  expect(rows?.n).toBeGreaterThan(300);
});
