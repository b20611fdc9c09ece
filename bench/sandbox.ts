import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Stripe from 'stripe';
import { atMost, type Finding, median, number, rounds } from './measure.ts';

const main = join(import.meta.dirname, '../sandbox/main.ts');
const households = ['salaried', 'family', 'gig', 'retiree', 'student', 'trader'];
const rowDays = 3_600;
const starts = 8;
/** Accounts that are read at the same time, as a worker with several jobs does. */
const readers = 4;

/** The sandbox alone: how fast it starts, moves time and gives pages to the official SDK, and what it holds of memory. */
export async function measureSandbox(rowCount: number): Promise<Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'plumb-sandbox-'));
  try {
    const findings = [...(await measureStarts(folder)), ...(await measureTime(rowCount))];
    findings.push(...(await measureRows(rowCount, null)));
    const data = join(folder, 'data');
    findings.push(...(await measureRows(rowCount, data)));
    const took = await timedStart({ SANDBOX_DATA: data });
    findings.push(startFinding(`start with a data folder of ${rows(rowCount)} after a kill`, [took]));
    return findings;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const rows = (count: number) => `${count.toLocaleString('en-US')} rows`;

type Program = { url: string; stripe: Stripe; process: ChildProcess; kill: () => Promise<void> };

/** Starts the program as it is started everywhere; `one core` ties it to one, where the machine can. */
async function start(environment: Record<string, string> = {}, cores: 'one core' | 'any' = 'any'): Promise<Program> {
  const pin = cores === 'one core' && existsSync('/usr/bin/taskset') ? ['/usr/bin/taskset', '-c', '0'] : [];
  const [command = '', ...args] = [...pin, process.execPath, '--disable-warning=ExperimentalWarning', main];
  const child = spawn(command, args, {
    env: { ...process.env, SANDBOX_PORT: '0', SANDBOX_DATA: '', SANDBOX_SMTP_PORT: '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const stripe = sdk(Number(new URL(url).port));
  const ended = once(child, 'exit');
  return {
    url,
    stripe,
    process: child,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function sdk(port: number): Stripe {
  return new Stripe('sk_test_plumb', {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
  });
}

async function control<T>(program: Program, path: string, body: object): Promise<T> {
  const answer = await fetch(`${program.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status} to ${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function timedStart(environment: Record<string, string>): Promise<number> {
  const from = performance.now();
  const program = await start(environment);
  const took = performance.now() - from;
  await program.kill();
  return took;
}

function startFinding(what: string, took: number[], note = ''): Finding {
  const longest = Math.max(...took);
  return {
    what,
    product: `${number(longest)} ms`,
    control: '1,000 ms',
    ratio: longest / 1000,
    goal: '< 1 s',
    isMet: longest < 1000,
    note: `longest of ${took.length}, median ${number(median(took))} ms${note}`,
  };
}

/** From the command to the line that says it is ready, mail included; once with nothing that an earlier start has left. */
async function measureStarts(folder: string): Promise<Finding[]> {
  const cold: number[] = [];
  for (let index = 0; index < 3; index += 1) {
    const cache = join(folder, `cache-${index}`);
    cold.push(await timedStart({ SANDBOX_SMTP_PORT: '0', NODE_COMPILE_CACHE: cache }));
  }
  const warm: number[] = [];
  for (let index = 0; index < starts; index += 1) warm.push(await timedStart({ SANDBOX_SMTP_PORT: '0' }));
  const bare: number[] = [];
  for (let index = 0; index < 3; index += 1) {
    const from = performance.now();
    await once(spawn(process.execPath, ['-e', ''], { stdio: 'ignore' }), 'exit');
    bare.push(performance.now() - from);
  }
  const note = `; Node itself ${number(median(bare))} ms`;
  return [startFinding('first start', cold, note), startFinding('every other start', warm, note)];
}

/** Links a whole household by the ordinary path and returns its accounts. */
async function link(program: Program, household: string): Promise<string[]> {
  const { stripe } = program;
  const customer = await stripe.customers.create({ name: household });
  const session = await stripe.financialConnections.sessions.create({
    account_holder: { type: 'customer', customer: customer.id },
    permissions: ['balances', 'transactions'],
    prefetch: ['transactions'],
  });
  const keys = { publishable_key: 'pk_test_plumb', client_secret: session.client_secret };
  await control(program, 'demo/link', { ...keys, household });
  await control(program, 'refreshes/complete', {});
  const { data } = await stripe.financialConnections.accounts.list({ session: session.id, limit: 100 });
  return data.map(({ id }) => id);
}

async function linkEveryone(program: Program): Promise<string[]> {
  const accounts: string[] = [];
  for (const household of households) accounts.push(...(await link(program, household)));
  for (const id of accounts) {
    await program.stripe.financialConnections.accounts.subscribe(id, { features: ['transactions'] });
  }
  await control(program, 'refreshes/complete', {});
  return accounts;
}

async function timedAdvance(program: Program, days: number): Promise<number> {
  const from = performance.now();
  await control(program, 'advance', { days });
  return performance.now() - from;
}

async function listen(): Promise<{ url: string; received: () => number; close: () => void }> {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      count += 1;
      response.end();
    });
  });
  return { url: await addressOf(server), received: () => count, close: () => server.close().closeAllConnections() };
}

async function addressOf(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Ninety days of everybody, each account refreshed daily, each event sent; and whether a long history makes days dearer. */
async function measureTime(rowCount: number): Promise<Finding[]> {
  const [program, other] = [await start(), await start()];
  const receiver = await listen();
  try {
    const accounts = await linkEveryone(program);
    await program.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
    const took = await timedAdvance(program, 90);
    const taken = receiver.received();
    const [long = ''] = await linkEveryone(other);
    await control(other, 'rows/generate', { account: long, count: rowCount, days: rowDays });
    await linkEveryone(await reset(program));
    const months = await rounds(
      () => timedAdvance(other, 30),
      () => timedAdvance(program, 30),
    );
    return [
      {
        what: `90 days of six households, ${accounts.length} accounts with daily refreshes and webhooks`,
        product: `${number(took)} ms`,
        control: '5,000 ms',
        ratio: took / 5000,
        goal: '< 5 s',
        isMet: took < 5000,
        note: `${taken.toLocaleString('en-US')} webhooks taken meanwhile`,
      },
      atMost(`30 days with ${rows(rowCount)} of history against without`, 1.5, months),
    ];
  } finally {
    await program.kill();
    await other.kill();
    receiver.close();
  }
}

/** Begins the world again, without endpoints. */
async function reset(program: Program): Promise<Program> {
  await control(program, 'reset', { keepEndpoints: false });
  return program;
}

/** Fills a world, reads all of it through the SDK, and looks at what that took of time and memory. */
async function measureRows(rowCount: number, data: string | null): Promise<Finding[]> {
  const program = await start(data === null ? {} : { SANDBOX_DATA: data }, 'one core');
  const where = data === null ? 'in memory' : 'with a data folder';
  try {
    const accounts = (await link(program, 'family')).slice(0, readers);
    const each = Math.ceil(rowCount / accounts.length);
    const from = performance.now();
    for (const account of accounts) await control(program, 'rows/generate', { account, count: each, days: rowDays });
    const filled = performance.now() - from;
    const alone = await pagesPerSecond(program.stripe, accounts.slice(0, 1), 500);
    const together = await pagesPerSecond(program.stripe, accounts, Number.POSITIVE_INFINITY);
    const floor = await floorOf(program, accounts[0] ?? '');
    const peak = peakOf(program.process);
    return [
      {
        what: `pages of 100 to the SDK, ${where}, ${readers} accounts at a time`,
        product: `${number(together)} pages/s`,
        control: `${number(floor)} pages/s`,
        ratio: floor / together,
        goal: '≥ 800 pages/s',
        isMet: together >= 800,
        note: `one account alone ${number(alone)} pages/s; control: the SDK on a server that repeats one page`,
      },
      {
        what: `memory with ${rows(rowCount)} in a world, ${where}, all filled and read`,
        product: `${number(peak)} MB`,
        control: '300 MB',
        ratio: peak / 300,
        goal: '≤ 300 MB',
        isMet: peak <= 300,
        note: `highest resident set; filled in ${number(filled / 1000)} s`,
      },
    ];
  } finally {
    await program.kill();
  }
}

/** Reads accounts through the SDK's own paging, all at a time, each to the end or for so many pages. */
async function pagesPerSecond(stripe: Stripe, accounts: readonly string[], most: number): Promise<number> {
  let pages = 0;
  const from = performance.now();
  const read = async (account: string) => {
    let own = 0;
    let after: string | undefined;
    do {
      const page = await stripe.financialConnections.transactions.list({
        account,
        limit: 100,
        ...(after === undefined ? {} : { starting_after: after }),
      });
      own += 1;
      after = page.has_more ? page.data.at(-1)?.id : undefined;
    } while (after !== undefined && own < most);
    pages += own;
  };
  await Promise.all(accounts.map(read));
  return pages / ((performance.now() - from) / 1000);
}

/** What the SDK on this machine takes at most: the same page over and over from a bare server in a process of its own. */
async function floorOf(program: Program, account: string): Promise<number> {
  const page = await fetch(`${program.url}/v1/financial_connections/transactions?account=${account}&limit=100`, {
    headers: { authorization: 'Bearer sk_test_plumb' },
  });
  const text = (await page.text()).replace('"has_more":false', '"has_more":true');
  const script =
    "let page='';process.stdin.on('data',(d)=>{page+=d}).on('end',()=>{const body=Buffer.from(page);const s=require('node:http').createServer((q,r)=>{r.writeHead(200,{'content-type':'application/json','request-id':'req_floor','content-length':body.length});r.end(body)});s.listen(0,'127.0.0.1',()=>console.log(s.address().port))})";
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(text);
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
  const floor = await pagesPerSecond(sdk(Number(port)), Array(readers).fill(account), 1_000);
  child.kill();
  await once(child, 'exit');
  return floor;
}

/** The highest resident set of a process, MB, as Linux counts it. */
function peakOf(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
