import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright/test';
import { actionNamed, send } from './actions.ts';
import { query } from './books.ts';
import { builtActions, builtDoors, isAnsweredBy } from './built.ts';
import { expect, test } from './fixtures.ts';
import { type Ids, notSent, sent } from './isolation-actions.ts';
import { DoorPages } from './pages/door-pages.ts';
import type { Person } from './person.ts';
import type { Stack } from './stack.ts';

async function idsOf(stack: Stack, person: Person): Promise<Ids> {
  const [ids] = await query<Omit<Ids, 'question' | 'balance'>>(
    stack,
    `SELECT m.household_id AS household,
       (SELECT id FROM account a WHERE a.household_id = m.household_id ORDER BY last4 LIMIT 1) AS account,
       (SELECT id FROM transaction t WHERE t.household_id = m.household_id ORDER BY id LIMIT 1) AS row,
       (SELECT array_agg(id::text) FROM (
          SELECT id FROM transaction t WHERE t.household_id = m.household_id
          UNION ALL SELECT id FROM account a WHERE a.household_id = m.household_id) named) AS others,
       (SELECT id FROM session s WHERE s.user_id = u.id LIMIT 1) AS session,
       (SELECT id FROM link_attempt l WHERE l.household_id = m.household_id LIMIT 1) AS attempt
     FROM "user" u JOIN membership m ON m.user_id = u.id WHERE u.email = $1`,
    [person.email],
  );
  if (!ids) throw new Error('The person has no household');
  return { ...ids, balance: await judge(stack, ids.account), question: await ask(stack, ids.household) };
}

/** Has an account an interval, between two balances of it. Gives the id of the later one, which names it. */
async function judge(stack: Stack, account: string): Promise<string> {
  const [from, to] = [randomUUID(), randomUUID()];
  await query(
    stack,
    `INSERT INTO balance_anchor (id, household_id, account_id, as_of, current_minor, currency, attempted_at, recorded_at)
     SELECT stated.id, a.household_id, a.id, at, 0, a.currency, at, at
     FROM account a, (VALUES ($2::uuid, timestamptz '2026-01-04 12:00Z'), ($3, '2026-01-05 12:00Z')) AS stated(id, at)
     WHERE a.id = $1`,
    [account, from, to],
  );
  await query(
    stack,
    `INSERT INTO proof_interval (account_id, household_id, to_anchor_id, from_anchor_id, from_at, to_at, state,
       anchor_diff_minor, rows_minor, row_count, before_ids, after_ids, is_pinned, judged_at)
     SELECT f.account_id, f.household_id, t.id, f.id, f.as_of, t.as_of, 'proven', 0, 0, 1, '{}', '{}', TRUE, t.as_of
     FROM balance_anchor f, balance_anchor t WHERE f.id = $1 AND t.id = $2`,
    [from, to],
  );
  return to;
}

/** The accounts of who looks. */
async function ownAccounts(page: Page): Promise<string[]> {
  const text = await (await page.request.get('/accounts')).text();
  return [...new Set([...text.matchAll(/\/accounts\/([0-9a-f-]{36})/g)].map(([, id]) => id ?? ''))];
}

/** Has the household an open question, whether its two accounts are one. Gives its id. */
async function ask(stack: Stack, household: string): Promise<string> {
  const question = randomUUID();
  await query(
    stack,
    `INSERT INTO relink_question (id, household_id, account_id, candidate_id, evidence, answer, asked_at)
     SELECT $1, $2, ids[1], ids[2], '{}', 'open', now()
     FROM (SELECT array_agg(id ORDER BY last4) AS ids FROM account WHERE household_id = $2) linked
     WHERE array_length(ids, 1) > 1`,
    [question, household],
  );
  return question;
}

/** What stands in a household, as one value: to tell whether anything has changed. */
async function stateOf(stack: Stack, { household, session }: Ids): Promise<string> {
  const [row] = await query<{ state: string }>(
    stack,
    `SELECT md5(concat(
       (SELECT string_agg(to_jsonb(a)::text, '' ORDER BY id) FROM account a WHERE household_id = $1),
       (SELECT string_agg(to_jsonb(s)::text, '' ORDER BY account_id) FROM account_setting s WHERE household_id = $1),
       (SELECT string_agg(to_jsonb(c)::text, '' ORDER BY id) FROM consent_event c WHERE household_id = $1),
       (SELECT string_agg(to_jsonb(l)::text, '' ORDER BY id) FROM link_attempt l WHERE household_id = $1),
       (SELECT string_agg(to_jsonb(q)::text, '' ORDER BY id) FROM relink_question q WHERE household_id = $1),
       (SELECT count(*) FROM transaction WHERE household_id = $1),
       (SELECT count(*) FROM session WHERE id = $2)
     )) AS state`,
    [household, session],
  );
  return row?.state ?? '';
}

/** Whatever has somebody else's id in its address. */
const pathsOf = ({ account, row, balance, attempt }: Ids) => [
  `/accounts/${account}`,
  `/accounts/${account}?day=2026-01-05`,
  `/accounts/${account}?interval=${balance}`,
  `/accounts/${account}/disconnect`,
  `/connections/link?relink=${account}`,
  `/connections/link?more=${account}`,
  `/connections/arrived?attempt=${attempt}`,
  `/transactions?account=${account}`,
  `/transactions?row=${row}`,
  `/transactions?interval=${balance}`,
  `/transactions/row-data?id=${row}`,
  `/transactions/page-data?account=${account}`,
  `/transactions/page-data?account=${account}&cursor=older.2026-11-01.${row}`,
  `/transactions/page-data?interval=${balance}`,
  `/erased/${attempt}`,
];

/** Pages and routes that are asked for by no id, or take none: what they show is of the one who asks, or of nobody. */
const ownPaths = [
  '/',
  '/sign-in',
  '/sign-up',
  '/forgot-password',
  '/reset-password',
  '/confirm-email',
  '/overview',
  '/accounts',
  '/connections',
  '/connections/link',
  '/settings',
  '/settings/delete',
  '/api/health',
  '/api/health/pages',
];

/** Doors that no person of another household can use for anything, and why. */
const notWalked: Record<string, string> = {
  '/api/auth/[...all]': 'signing out, and nothing else: lib/auth/sign-in.db.test.ts',
  '/api/bank/events': 'takes only what the bank has signed: e2e/safety.spec.ts',
};

/** The pages and routes of the build that none of these addresses asks for. */
function forgotten(paths: readonly string[], isMeant: (file: string) => boolean): string[] {
  return builtDoors()
    .filter((door) => isMeant(door.file) && !paths.some((path) => isAnsweredBy(path, door)))
    .map(({ route }) => route);
}

/** Sends a form of one's own page with other ids in it than it had. */
async function forge(page: Page, button: RegExp | string, fields: Record<string, string>): Promise<void> {
  const form = page.locator('form', { has: page.getByRole('button', { name: button }) });
  for (const [name, value] of Object.entries(fields)) {
    await form.locator(`input[name=${name}]`).evaluate((input, given) => {
      (input as HTMLInputElement).value = given;
    }, value);
  }
  await form.getByRole('button', { name: button }).click();
}

test('what belongs to another household is not there: no page, no route, no action', async ({
  atBank,
  person,
  stack,
  elsewhere,
}) => {
  const ids = await idsOf(stack, person);
  const page = await elsewhere();
  await new DoorPages(page).tryDemo();
  await page.waitForURL('**/overview');
  const before = await stateOf(stack, ids);

  expect(forgotten([...pathsOf(ids), ...ownPaths], () => true)).toEqual(Object.keys(notWalked));
  // The id that was asked for may be said back; none of the others was ever sent.
  const leaked = (text: string) => ids.others.filter((id) => id !== ids.row && id !== ids.account && text.includes(id));
  for (const path of pathsOf(ids)) {
    const answer = await page.request.get(path);
    expect(answer.status(), path).toBe(404);
    expect(leaked(await answer.text()), path).toEqual([]);
  }
  // A cursor is a place in the list and names nothing: beyond somebody else's row are one's own rows only.
  const beyond = `/transactions/page-data?cursor=newer.2026-01-01.${ids.row}`;
  expect(leaked(await (await page.request.get(beyond)).text()), beyond).toEqual([]);
  // Beneath an account are its own intervals: neither somebody else's nor that of another account of one's own.
  const [own = '', another = ''] = await ownAccounts(page);
  const beneath = (interval: string) => `/accounts/${own}?interval=${interval}`;
  expect((await page.request.get(beneath(await judge(stack, own)))).status()).toBe(200);
  for (const interval of [ids.balance, await judge(stack, another)]) {
    const answer = await page.request.get(beneath(interval));
    expect(answer.status(), beneath(interval)).toBe(404);
    expect(leaked(await answer.text()), beneath(interval)).toEqual([]);
  }
  for (const id of ['nonsense', '00000000-0000-0000-0000-000000000000', "' OR 1=1 --"]) {
    const named = encodeURIComponent(id);
    for (const path of [
      `/accounts/${named}`,
      beneath(named),
      `/transactions/row-data?id=${named}`,
      ...['account', 'row', 'interval'].map((name) => `/transactions?${name}=${named}`),
    ]) {
      expect((await page.request.get(path)).status(), path).toBe(404);
    }
  }

  for (const path of ownPaths) {
    const answer = await page.request.get(`${path}?account=${ids.account}&row=${ids.row}&day=2026-01-05`);
    expect(answer.ok(), path).toBe(true);
    expect(leaked(await answer.text()), path).toEqual([]);
  }

  const actions = builtActions();
  expect(actions.map(({ name }) => name).sort()).toEqual([...Object.keys(sent), ...Object.keys(notSent)].sort());
  for (const action of actions) {
    for (const one of sent[action.name] ?? []) {
      const path = action.route.replace('[accountId]', ids.account);
      const { outcome, text } = await send(page.request, action, one.sent(ids), path);
      expect(outcome, action.name).toMatchObject(one.ends);
      expect(leaked(text), action.name).toEqual([]);
    }
  }
  expect(await stateOf(stack, ids)).toBe(before);

  // The control: what was sent is what the owner sends, and it does something for them.
  const rename = actionNamed('app/(app)/accounts/[accountId]/actions.ts renameAccount');
  const [asStranger] = sent[rename.name] ?? [];
  if (!asStranger) throw new Error('renaming is not sent');
  const path = `/accounts/${ids.account}`;
  expect((await send(atBank.request, rename, asStranger.sent(ids), path)).outcome).toMatchObject({ ok: true });
  expect(await stateOf(stack, ids)).not.toBe(before);
});

test('another person’s session cannot be ended', async ({ signedIn, person, stack, elsewhere }) => {
  await signedIn.goto('/overview');
  const page = await elsewhere();
  const other = await elsewhere();
  const intruder = { name: 'Bob', email: `bob.${person.email}`, password: 'eleven tin plumb lines' };
  await new DoorPages(page).signUp(intruder);
  await new DoorPages(other).signIn(intruder);
  const ids = await idsOf(stack, person);
  await page.goto('/settings');
  await forge(page, /^End the session of/, { sessionId: ids.session });
  await expect(page.getByRole('button', { name: /^End the session of/ })).toBeVisible();
  await signedIn.reload();
  await expect(signedIn).toHaveURL(/\/overview$/);
});

test('without a session every page leads to sign in, and every route says no', async ({
  atBank: _,
  person,
  stack,
  elsewhere,
}) => {
  const ids = await idsOf(stack, person);
  const page = await elsewhere();
  const pages = [
    '/overview',
    '/accounts',
    `/accounts/${ids.account}`,
    `/accounts/${ids.account}/disconnect`,
    '/transactions',
    `/transactions?row=${ids.row}`,
    '/connections',
    '/connections/link',
    `/connections/link?relink=${ids.account}`,
    `/connections/arrived?attempt=${ids.attempt}`,
    '/settings',
    '/settings/delete',
  ];
  expect(forgotten(pages, (file) => /^\/\(app\)\/.*page$/.test(file))).toEqual([]);
  for (const path of pages) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(307);
    expect(answer.headers().location, path).toMatch(/^\/sign-in/);
    expect(await answer.text(), path).not.toContain('Checking');
  }
  const routes = [`/transactions/row-data?id=${ids.row}`, `/transactions/page-data?account=${ids.account}`];
  expect(forgotten(routes, (file) => /^\/\(app\)\/.*route$/.test(file))).toEqual([]);
  for (const path of routes) {
    expect((await page.request.get(path)).status(), path).toBe(401);
  }
});
