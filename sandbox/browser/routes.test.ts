import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings, readSettings } from '#sandbox/settings.ts';
import { armFault, disarmFaults } from '#sandbox/world/faults.ts';
import { createSession, type SessionDetail } from '#sandbox/world/linking.ts';
import { commit } from '#sandbox/world/world.ts';
import { openWorlds, type Worlds } from '#sandbox/world/worlds.ts';
import type { BankAction, FrameAction } from './actions.ts';
import { browserRoutes } from './routes.ts';

let worlds: Worlds;
let app: ReturnType<typeof browserRoutes>;

beforeEach(() => {
  worlds = openWorlds(defaultSettings);
  app = browserRoutes(worlds, defaultSettings.businessName);
});

afterEach(() => worlds.close());

const detail: SessionDetail = {
  permissions: ['balances', 'transactions'],
  prefetch: ['balances'],
  subcategories: null,
  country: 'US',
  paymentMethodSupport: 'none',
  limit: null,
  manualEntry: 'disabled',
  returnUrl: null,
};

function newSession(change: Partial<SessionDetail> = {}): string {
  const world = worlds.get('test');
  const holder = { customer: 'cus_1', account: null };
  return commit(world, () => createSession(world, holder, { ...detail, ...change })).clientSecret;
}

async function post(path: string, body: unknown): Promise<{ status: number; body: Record<string, never> }> {
  const response = await app.request(path, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

const keys = (clientSecret: string, key = 'pk_test_test') => ({ publishable_key: key, client_secret: clientSecret });
const act = (secret: string, action: FrameAction) => post('/_dialog/act', { ...keys(secret), action });

async function walk(secret: string, actions: FrameAction[]) {
  let answer = await post('/_dialog/open', keys(secret));
  for (const action of actions) answer = await act(secret, action);
  return answer;
}

const toAccounts: FrameAction[] = [
  { type: 'agree' },
  { type: 'choose_institution', institution: 'harborline' },
  { type: 'sign_in', username: 'salaried', password: 'play' },
];

function eventTypes(): string[] {
  return worlds
    .get('test')
    .store.all<{ type: string }>('select type from events order by seq')
    .map(({ type }) => type);
}

describe('the private protocol', () => {
  it('needs the publishable key of the world and the client secret', async () => {
    const secret = newSession();
    worlds.get('other');
    for (const wrong of [keys(secret, 'pk_test_other'), keys(secret, 'sk_test_test'), keys(`${secret}x`), {}]) {
      expect((await post('/_dialog/open', wrong)).status).toBe(400);
    }
    expect((await post('/_dialog/open', keys(secret))).status).toBe(200);
  });

  it('makes no world for a key that names none', async () => {
    await post('/_dialog/open', keys('fcsess_1_secret_1', 'pk_test_elsewhere'));
    expect(worlds.all().map(({ name }) => name)).not.toContain('elsewhere');
  });

  it('names who asks', async () => {
    app = browserRoutes(worlds, readSettings({ SANDBOX_BUSINESS_NAME: 'Juniper Books' }).businessName);
    expect((await post('/_dialog/open', keys(newSession()))).body).toMatchObject({
      view: { businessName: 'Juniper Books' },
    });
  });

  it('tells nothing of accounts before the sign-in', async () => {
    const opened = await walk(newSession(), [{ type: 'agree' }]);
    expect(JSON.stringify(opened.body)).not.toContain('last4');
    expect(opened.body).toMatchObject({ view: { step: 'institutions', accounts: [] } });
  });

  it('serves pages that allow nothing inline, and scripts and styles for them', async () => {
    for (const path of ['/_dialog/', '/_dialog/bank/', '/_sandbox']) {
      const page = await app.request(path);
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toContain('unsafe');
      const links = [...(await page.text()).matchAll(/(?:src|href)="([^":,]+\.(?:js|css))"/g)];
      expect(links.length).toBeGreaterThan(1);
      for (const [, link] of links) {
        const address = new URL(link ?? '', `http://sandbox${path}`).pathname;
        expect((await app.request(address)).status, address).toBe(200);
      }
    }
    expect((await app.request('/stripe.js')).headers.get('content-type')).toContain('javascript');
  });
});

describe('completing a session', () => {
  it('happens once, however often the last action arrives', async () => {
    const secret = newSession();
    const seen = await walk(secret, toAccounts);
    const accounts = (seen.body as unknown as { view: { accounts: { key: string }[] } }).view.accounts;
    await act(secret, { type: 'choose_accounts', accounts: accounts.map(({ key }) => key) });
    const [first, second] = await Promise.all([act(secret, { type: 'skip_link' }), act(secret, { type: 'skip_link' })]);
    const again = await act(secret, { type: 'skip_link' });
    expect(first.body).toEqual(second.body);
    expect(again.body).toEqual(first.body);
    const created = eventTypes().filter((type) => type === 'financial_connections.account.created');
    expect(created).toHaveLength(accounts.length);
  });

  it('leaves nothing half-made when the person cancels', async () => {
    const secret = newSession();
    const left = await walk(secret, [...toAccounts, { type: 'cancel' }]);
    expect(left.body).toMatchObject({ result: { financialConnectionsSession: { accounts: [] } } });
    expect(eventTypes()).toEqual([]);
    expect((await post('/_dialog/open', keys(secret))).body).toMatchObject({
      error: { type: 'invalid_request_error' },
    });
  });

  it('begins again when the sandbox was restarted on the way', async () => {
    const secret = newSession();
    await walk(secret, toAccounts);
    app = browserRoutes(worlds, defaultSettings.businessName);
    const answer = await act(secret, { type: 'choose_accounts', accounts: ['whatever'] });
    expect(answer.body).toMatchObject({ view: { step: 'consent', problem: 'begun_again' } });
    expect((await act(secret, { type: 'agree' })).body).toMatchObject({
      view: { step: 'institutions', problem: null },
    });
  });

  it('asks for an account that can pay where the session wants one', async () => {
    const secret = newSession({ paymentMethodSupport: 'at_least_one' });
    const choose = (accounts: string[]) => act(secret, { type: 'choose_accounts', accounts });
    await walk(secret, [
      { type: 'agree' },
      { type: 'choose_institution', institution: 'test_non_oauth' },
      { type: 'sign_in', username: 'anyone', password: 'play' },
    ]);
    const { view } = (await choose([])).body as unknown as { view: { accounts: { key: string; name: string }[] } };
    const keyOf = (name: string) => view.accounts.find((account) => account.name === name)?.key ?? '';
    expect((await choose([keyOf('Test Credit Card')])).body).toMatchObject({ view: { problem: 'none_can_pay' } });
    const both = await choose([keyOf('Test Credit Card'), keyOf('Success')]);
    expect(both.body).toMatchObject({ view: { step: 'link_offer' } });
  });
});

describe('the bank’s own window', () => {
  const actThere = (handle: string, action: BankAction) => post('/_dialog/bank/act', { handle, action });

  async function openWindow(secret: string): Promise<string> {
    const waiting = await walk(secret, [{ type: 'agree' }, { type: 'choose_institution', institution: 'bank_oauth' }]);
    const { view } = waiting.body as unknown as { view: { bankWindow: string } };
    return view.bankWindow.split('#')[1] ?? '';
  }

  it('is known by a handle, which ends with its sign-in', async () => {
    const secret = newSession();
    const handle = await openWindow(secret);
    expect((await post('/_dialog/bank/view', { handle })).body).toMatchObject({ view: { stage: 'sign_in' } });
    expect((await actThere('guess', { type: 'bank_deny' })).body).toMatchObject({ view: { stage: 'over' } });
    await actThere(handle, { type: 'bank_deny' });
    expect((await post('/_dialog/bank/view', { handle })).body).toMatchObject({ view: { stage: 'over' } });
    const denied = await post('/_dialog/view', keys(secret));
    expect(denied.body).toMatchObject({
      view: { step: 'oauth', problem: 'bank_access_denied', isBankWindowThere: false },
    });
  });

  it('does not hold the client secret, nor does its address', async () => {
    const secret = newSession();
    const handle = await openWindow(secret);
    const signedIn = await actThere(handle, { type: 'bank_sign_in', username: 'ada', password: 'play' });
    expect(signedIn.body).toMatchObject({ view: { stage: 'choose' } });
    expect(JSON.stringify(signedIn.body) + handle).not.toContain(secret.split('_secret_')[1]);
  });
});

describe('playing the person’s part', () => {
  const demo = (secret: string, more: object = {}) => post('/_sandbox/demo/link', { ...keys(secret), ...more });

  it('links every account of a household at all of its banks', async () => {
    const answer = await demo(newSession());
    expect(answer.status).toBe(200);
    const told = worlds.get('test').store.all<{ bank_account: string }>('select bank_account from accounts');
    expect(told).toHaveLength((answer.body as unknown as { accounts: number }).accounts);
    expect(new Set(told.map(({ bank_account: key }) => key.split('.')[0]))).toEqual(new Set(['salaried']));
    expect(new Set(told.map(({ bank_account: key }) => key.split('.')[1])).size).toBeGreaterThan(1);
  });

  it('links only the accounts that are named, whose ever, and refuses what is not offered', async () => {
    const savings = 'salaried.harborline.savings';
    const secret = newSession({ subcategories: ['savings'] });
    expect(await demo(secret, { accounts: [savings, 'salaried.harborline.checking'] })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('salaried.harborline.checking') } },
    });
    expect((await demo(secret, { accounts: [savings] })).body).toEqual({ accounts: 1 });
    const more = [savings, 'family.larkfield.checking', 'test_oauth.mortgage'];
    expect((await demo(newSession(), { accounts: more })).body).toEqual({ accounts: 3 });
    const told = worlds.get('test').store.all<{ bank_account: string }>('select bank_account from accounts');
    expect(told.map(({ bank_account: key }) => key).sort()).toEqual(more.sort());
  });

  it('refuses what the dialog would not link: too many, none that can be debited, at a bank that is down', async () => {
    const checking = 'salaried.harborline.checking';
    const both = [checking, 'salaried.harborline.savings'];
    const refused = async (secret: string, accounts: string[], words: string) =>
      expect(await demo(secret, { accounts })).toMatchObject({
        status: 400,
        body: { error: { message: expect.stringContaining(words) } },
      });
    await refused(newSession({ limit: 1 }), both, 'may link 1 accounts, not 2');
    await refused(newSession({ paymentMethodSupport: 'at_least_one' }), ['test_oauth.mortgage'], 'can be debited');
    armFault(worlds.get('test'), 'bank-down', { institution: 'harborline' }, null);
    await refused(newSession(), both, "'harborline'");
    expect(await demo(newSession()), 'of a whole household too').toMatchObject({ status: 400 });
    disarmFaults(worlds.get('test'));
    expect((await demo(newSession({ limit: 2 }), { accounts: [checking, ...both] })).body).toEqual({ accounts: 2 });
  });

  it('keeps to the filters and the limit', async () => {
    expect((await demo(newSession({ limit: 2 }))).body).toEqual({ accounts: 2 });
    expect((await demo(newSession({ subcategories: ['mortgage'] }), { household: 'family' })).body).toEqual({
      accounts: 1,
    });
  });

  it('refuses an unknown household and a session that is over', async () => {
    const secret = newSession();
    expect(await demo(secret, { household: 'nobody' })).toMatchObject({ status: 400 });
    expect(await demo(secret)).toMatchObject({ status: 200 });
    expect(await demo(secret)).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringMatching(/already/) } },
    });
  });
});
