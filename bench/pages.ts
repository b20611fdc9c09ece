import http from 'node:http';
import { askerFrom } from '#lib/auth/asker.ts';
import { openSession } from '#lib/auth/sessions.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { forgetEnv } from '#lib/env.ts';
import { fillLedger, fillVerdicts } from '#lib/ledger/test-ledger.ts';
import { measureBrowser } from './browser.ts';
import { type FloorApp, startFloorApp } from './floor-app.ts';
import { atMost, type Finding, median, number, rounds, type Side } from './measure.ts';
import type { Stage } from './stage.ts';

type Account = { cookie: string; rowCount: number; accountIds: string[] };

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const requestsPerSide = 40;
/** How far back rows, balances and verdicts reach, whatever the number of rows. */
const days = 3650;

/**
 * What is measured of an answer: the first byte of its body, the first byte of what the page is about, or its last byte. A
 * page's shell goes out before its data is read, so its first byte says nothing about the data.
 */
type Until = 'first byte' | 'content' | 'last byte';

/** A page, and the text with which what it is about begins in its answer: never in the shell, the rail or a skeleton. */
type Page = { path: string; content: string };

/** Milliseconds from a request to one of these moments. The whole answer is read before the next. */
function timed(url: string, cookie: string, until: Until, content: string): Promise<number> {
  return new Promise((done, fail) => {
    const start = performance.now();
    http
      .get(url, { agent, headers: { cookie } }, (response) => {
        let [first, found, last] = [0, 0, 0];
        // What came before is kept as far as the text may lie across two pieces.
        let kept = '';
        response.setEncoding('latin1').on('data', (piece: string) => {
          last = performance.now() - start;
          first ||= last;
          if (found > 0 || until !== 'content') return;
          if ((kept + piece).includes(content)) found = last;
          kept = piece.slice(1 - content.length);
        });
        response.on('end', () => {
          if (response.statusCode !== 200) return fail(new Error(`${url} answered ${response.statusCode}`));
          if (until === 'content' && found === 0) return fail(new Error(`${url} answered without ${content}`));
          done({ 'first byte': first, content: found, 'last byte': last }[until]);
        });
      })
      .on('error', fail);
  });
}

function side(url: string, cookie: string, until: Until, content = ''): Side {
  return async () => {
    const times: number[] = [];
    for (let i = 0; i < requestsPerSide; i += 1) times.push(await timed(url, cookie, until, content));
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
    days,
    today,
    seed: rowCount,
  });
  await fillVerdicts(stage.query, person, { accountIds, today, count: days });
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

const names = ['overview', 'transactions', 'deep', 'search', 'rare', 'together', 'apart', 'account'] as const;
type Pages = Record<(typeof names)[number], Page>;

const titles: Readonly<Record<(typeof names)[number], string>> = {
  overview: 'overview',
  transactions: 'transactions',
  deep: 'a deep page',
  search: 'search for a common text',
  rare: 'search for a rare text',
  together: 'search for two words that stand together',
  apart: 'search for two words that never meet',
  account: 'one account',
};

async function pagesOf(app: FloorApp, account: Account): Promise<Pages> {
  const list = (query: string): Page => ({ path: `/transactions${query}`, content: 'data-row="' });
  return {
    overview: { path: '/overview', content: 'id="proof-strip"' },
    transactions: list(''),
    deep: list(`?cursor=${await deepCursor(app, account)}`),
    search: list('?q=pharmacy'),
    rare: list('?q=%238887'),
    together: list('?q=hardware+checkcard'),
    apart: { path: '/transactions?q=coffee+pharmacy', content: 'Nothing matches' },
    account: { path: `/accounts/${account.accountIds[0]}`, content: 'id="proof"' },
  };
}

/** The most that each page may take, as a multiple of the trivial page's first byte. */
const goals = { overview: 5, transactions: 3, search: 4, rare: 4, together: 4, apart: 4, account: 5 } as const;
const deepGoal = 1.2;
const millionGoal = 1.5;

async function ofSize(app: FloorApp, account: Account): Promise<Finding[]> {
  const pages = await pagesOf(app, account);
  const of = ({ path, content }: Page, until: Until) => side(app.url + path, account.cookie, until, content);
  const floor = (until: Until) => side(`${app.url}/floor`, '', until);
  await floor('last byte')();
  for (const page of Object.values(pages)) await of(page, 'last byte')();
  const rows = account.rowCount.toLocaleString('en-US');
  const findings: Finding[] = [];
  for (const name of names) {
    const what = `${titles[name]}, ${rows} rows`;
    // The goals are of the first byte. The shell's comes before the data is read, so the content is held to them too.
    for (const until of ['first byte', 'content'] as const) {
      const product = of(pages[name], until);
      findings.push(
        name === 'deep'
          ? atMost(
              `${what}, against the first: to the ${until}`,
              deepGoal,
              await rounds(product, of(pages.transactions, until)),
            )
          : atMost(`${what}: to the ${until}`, goals[name], await rounds(product, floor('first byte'))),
      );
    }
    const whole = await rounds(of(pages[name], 'last byte'), floor('last byte'));
    findings.push({ ...atMost(`${what}: to the last byte`, Number.POSITIVE_INFINITY, whole), goal: 'none set' });
  }
  return findings;
}

/** The same pages of two households, one with ten times the rows of the other. */
async function against(app: FloorApp, small: Account, large: Account): Promise<Finding[]> {
  const [few, many] = [await pagesOf(app, small), await pagesOf(app, large)];
  const findings: Finding[] = [];
  const size = `${large.rowCount.toLocaleString('en-US')} rows against ${small.rowCount.toLocaleString('en-US')}`;
  for (const name of names) {
    for (const until of ['content', 'last byte'] as const) {
      const [product, control] = [
        side(app.url + many[name].path, large.cookie, until, many[name].content),
        side(app.url + few[name].path, small.cookie, until, few[name].content),
      ];
      await product();
      const finding = atMost(`${titles[name]}, ${size}: to the ${until}`, millionGoal, await rounds(product, control));
      findings.push(until === 'content' ? finding : { ...finding, goal: 'none set' });
    }
  }
  return findings;
}
