import http from 'node:http';
import { askerFrom } from '#lib/auth/asker.ts';
import { openSession } from '#lib/auth/sessions.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { forgetEnv } from '#lib/env.ts';
import { fillLedger } from '#lib/ledger/test-ledger.ts';
import { measureBrowser } from './browser.ts';
import { type FloorApp, startFloorApp } from './floor-app.ts';
import { atMost, type Finding, median, number, rounds, type Side } from './measure.ts';
import type { Stage } from './stage.ts';

type Account = { cookie: string; rowCount: number; accountIds: string[] };

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const requestsPerSide = 40;

type Until = 'first byte' | 'last byte';

/** Milliseconds from a request to the first or last byte of its answer's body. The whole answer is read before the next. */
function timed(url: string, cookie: string, until: Until): Promise<number> {
  return new Promise((done, fail) => {
    const start = performance.now();
    http
      .get(url, { agent, headers: { cookie } }, (response) => {
        let at = 0;
        response.on('data', () => {
          if (until === 'last byte' || at === 0) at = performance.now() - start;
        });
        response.on('end', () =>
          response.statusCode === 200 ? done(at) : fail(new Error(`${url} answered ${response.statusCode}`)),
        );
      })
      .on('error', fail);
  });
}

function side(url: string, cookie: string, until: Until = 'first byte'): Side {
  return async () => {
    const times: number[] = [];
    for (let i = 0; i < requestsPerSide; i += 1) times.push(await timed(url, cookie, until));
    return median(times);
  };
}

/** The pages of a household of 100,000 rows, and of one with ten times as many, against the trivial page. */
export async function measurePages(stage: Stage, sizes: { small: number; large: number | null }): Promise<Finding[]> {
  Object.assign(process.env, stage.environment);
  forgetEnv();
  const small = await newAccount(stage, sizes.small);
  const large = sizes.large ? await newAccount(stage, sizes.large) : null;
  await closeDatabase();
  await stage.query('VACUUM ANALYZE');
  const app = await startFloorApp(stage.environment);
  try {
    const findings = [...(await ofSize(app, small)), ...(large ? await against(app, small, large) : [])];
    findings.push(...(await measureBrowser(app.url, small.cookie)));
    const peak = await app.peakMegabytes();
    const most = 400;
    findings.push({
      what: 'web process, peak memory',
      product: `${number(peak)} MB`,
      control: `${most} MB`,
      ratio: peak / most,
      goal: '≤ 400 MB',
      isMet: peak <= most,
    });
    return findings;
  } finally {
    await app.close();
  }
}

async function newAccount(stage: Stage, rowCount: number): Promise<Account> {
  const person = await stage.newPerson();
  const today = new Date().toISOString().slice(0, 10);
  const { accountIds } = await fillLedger(stage.query, person, {
    accountCount: 10,
    rowCount,
    days: 3650,
    today,
    seed: rowCount,
  });
  const cookies = await openSession(person.userId, askerFrom(new Headers()));
  return {
    cookie: cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; '),
    rowCount,
    accountIds,
  };
}

async function deepCursor(app: FloorApp, account: Account): Promise<string> {
  const answer = await fetch(`${app.url}/transactions?to=2019-06-30`, { headers: { cookie: account.cookie } });
  const found = /cursor=([^"&]+)/.exec(await answer.text())?.[1];
  if (!found) throw new Error('The list of transactions gave no link to a next page');
  return found;
}

async function paths(app: FloorApp, account: Account) {
  return {
    overview: '/overview',
    transactions: '/transactions',
    account: `/accounts/${account.accountIds[0]}`,
    deep: `/transactions?cursor=${await deepCursor(app, account)}`,
    search: '/transactions?q=pharmacy',
    rare: '/transactions?q=%238887',
  };
}

async function ofSize(app: FloorApp, account: Account): Promise<Finding[]> {
  const own = await paths(app, account);
  const floor = side(`${app.url}/floor`, '');
  const page = (path: string) => side(app.url + path, account.cookie);
  for (const path of ['/floor', ...Object.values(own)]) await side(app.url + path, account.cookie)();
  const rows = account.rowCount.toLocaleString('en-US');
  const against = async (what: string, most: number, path: string) =>
    atMost(`${what}, ${rows} rows`, most, await rounds(page(path), floor));
  // The shell of these pages goes out before their content: so the whole answer is told besides, with no goal of its own.
  const whole = async (what: string, path: string): Promise<Finding> => ({
    ...atMost(
      `${what}, the whole answer, ${rows} rows`,
      Number.POSITIVE_INFINITY,
      await rounds(side(app.url + path, account.cookie, 'last byte'), side(`${app.url}/floor`, '', 'last byte')),
    ),
    goal: 'none set',
  });
  return [
    await against('overview against the trivial page', 5, own.overview),
    await against('transactions against the trivial page', 3, own.transactions),
    atMost(`a deep page against the first, ${rows} rows`, 1.2, await rounds(page(own.deep), page(own.transactions))),
    await against('search for a common text against the trivial page', 4, own.search),
    await against('search for a rare text against the trivial page', 4, own.rare),
    await against('one account against the trivial page', 5, own.account),
    await whole('overview', own.overview),
    await whole('transactions', own.transactions),
    await whole('search for a common text', own.search),
  ];
}

async function against(app: FloorApp, small: Account, large: Account): Promise<Finding[]> {
  const [few, many] = [await paths(app, small), await paths(app, large)];
  const findings: Finding[] = [];
  for (const name of ['overview', 'transactions', 'deep', 'search', 'rare'] as const) {
    const [product, control] = [side(app.url + many[name], large.cookie), side(app.url + few[name], small.cookie)];
    await product();
    const size = `${large.rowCount.toLocaleString('en-US')} rows against ${small.rowCount.toLocaleString('en-US')}`;
    findings.push(atMost(`${name}, ${size}`, 1.5, await rounds(product, control)));
  }
  return findings;
}
