import assert from 'node:assert/strict';
import type { Browser } from 'playwright';
import type Stripe from 'stripe';
import { type Application, startApplication } from './application.ts';
import { type Narrator, overhear } from './narrator.ts';
import { linkInBrowser } from './person.ts';

/**
 * Stripe's guide to the data products of Financial Connections, from the first call to the last, with the official SDKs and
 * a browser. Nothing here knows that it talks to a sandbox but `aDayPasses`: with Stripe you wait.
 */
export type Walk = {
  stripe: Stripe;
  publishableKey: string;
  stripeJs: string;
  browser: Browser;
  narrator: Narrator;
  aDayPasses: () => Promise<void>;
};

type Account = Stripe.FinancialConnections.Account;
type Transaction = Stripe.FinancialConnections.Transaction;
type On = Walk & { application: Application };

/** Walks the whole guide. Throws a `Deviation` at the first thing that is not as it says, an error of the SDK included. */
export async function followGuide(walk: Walk): Promise<void> {
  const application = await startApplication(walk);
  const silence = overhear(walk.stripe, walk.narrator);
  try {
    const on = { ...walk, application };
    await listen(on);
    const customer = await createCustomer(on);
    const session = await createSession(on, customer);
    const accounts = await collect(on, session);
    const account = accounts.find(({ subcategory }) => subcategory === 'checking') ?? accounts[0];
    assert(account, 'collect returns at least one account');
    await readBalance(on, account);
    await readOwners(on, account);
    const { ledger, lastRefresh } = await readTransactions(on, account);
    await followTransactions(on, account, ledger, lastRefresh);
    await disconnect(on, account);
  } catch (error) {
    throw walk.narrator.deviation(error);
  } finally {
    silence();
    await application.close();
  }
}

async function listen(on: On): Promise<void> {
  const { stripe, application } = on;
  on.narrator.step('Listen to events', 'financial-connections/webhooks');
  const endpoint = await stripe.webhookEndpoints.create({
    url: `${application.url}/webhook`,
    enabled_events: [
      'financial_connections.account.created',
      'financial_connections.account.refreshed_balance',
      'financial_connections.account.refreshed_ownership',
      'financial_connections.account.refreshed_transactions',
      'financial_connections.account.disconnected',
    ],
  });
  on.narrator.check('the secret of the endpoint comes with this one answer', endpoint.secret !== undefined, endpoint);
  application.webhookSecret = endpoint.secret;
}

async function createCustomer(on: On): Promise<Stripe.Customer> {
  on.narrator.step('Create a customer', 'financial-connections/fundamentals');
  const customer = await on.stripe.customers.create({ name: 'Nora Whitcombe', email: 'nora.whitcombe@example.com' });
  on.narrator.check('there is someone to hold the accounts', customer.id.startsWith('cus_'), customer);
  return customer;
}

async function createSession(on: On, customer: Stripe.Customer): Promise<Stripe.FinancialConnections.Session> {
  const { stripe, application } = on;
  on.narrator.step('Create a session', 'api/financial_connections/sessions/create');
  const session = await stripe.financialConnections.sessions.create({
    account_holder: { type: 'customer', customer: customer.id },
    permissions: ['balances', 'ownership', 'transactions'],
  });
  on.narrator.check('it has a client secret for the browser', !!session.client_secret, session);
  on.narrator.check('and no accounts yet', session.accounts.data.length === 0, session.accounts.data);
  application.session = session;
  return session;
}

async function collect(on: On, session: Stripe.FinancialConnections.Session): Promise<Account[]> {
  const { stripe, application } = on;
  on.narrator.step('Collect accounts in the browser', 'js/financial_connections/collect_accounts');
  const page = await on.browser.newPage();
  page.setDefaultTimeout(20_000);
  const person = { bank: 'Harborline Bank', username: 'nora', password: 'any' };
  const linked = await linkInBrowser(page, application, on.stripeJs, person, on.narrator).finally(() => page.close());
  on.narrator.check('the promise resolves with accounts', linked.ids.length > 0, linked.words);
  on.narrator.check('the consent lists what the session asks for', linked.asked.length === 3, linked.asked);
  on.narrator.check('no request left for another host', linked.strangers.length === 0, linked.strangers);

  on.narrator.step('Retrieve the accounts on the server', 'api/financial_connections/accounts/list');
  const told = await stripe.financialConnections.sessions.retrieve(session.id);
  on.narrator.check(
    'the holder is the customer we know',
    told.account_holder?.type === 'customer',
    told.account_holder,
  );
  const accounts = await stripe.financialConnections.accounts
    .list({ session: session.id })
    .autoPagingToArray({ limit: 100 });
  const ids = accounts.map(({ id }) => id).sort();
  on.narrator.check('server and browser name the same accounts', String(ids) === String(linked.ids.sort()), ids);
  for (const account of accounts) {
    await happened(on, 'financial_connections.account.created', account);
    on.narrator.check(`${nameOf(account)} is active`, account.status === 'active', account);
  }
  return accounts;
}

async function readBalance(on: On, { id }: Account): Promise<void> {
  const { stripe } = on;
  on.narrator.step('Refresh the balance', 'financial-connections/balances');
  const asked = await stripe.financialConnections.accounts.refresh(id, { features: ['balance'] });
  on.narrator.check('the refresh is pending', asked.balance_refresh?.status === 'pending', asked.balance_refresh);
  await happened(on, 'financial_connections.account.refreshed_balance', asked);
  const { balance, balance_refresh: refresh } = await stripe.financialConnections.accounts.retrieve(id);
  on.narrator.check('it succeeded', refresh?.status === 'succeeded', refresh);
  on.narrator.check('the next one has its time', typeof refresh.next_refresh_available_at === 'number', refresh);
  on.narrator.check('the balance is in dollars, in cents', Number.isInteger(balance?.current.usd), balance);
  on.narrator.tell(`${dollars(balance?.current.usd ?? 0)} as of ${moment(balance?.as_of ?? 0)}`);
}

async function readOwners(on: On, { id }: Account): Promise<void> {
  const { stripe } = on;
  on.narrator.step('Refresh the owners', 'financial-connections/ownership');
  const asked = await stripe.financialConnections.accounts.refresh(id, { features: ['ownership'] });
  on.narrator.check('the refresh is pending', asked.ownership_refresh?.status === 'pending', asked.ownership_refresh);
  await happened(on, 'financial_connections.account.refreshed_ownership', asked);
  const account = await stripe.financialConnections.accounts.retrieve(id, { expand: ['ownership'] });
  const { ownership } = account;
  on.narrator.check('ownership comes expanded', typeof ownership === 'object' && ownership !== null, ownership);
  const owners = await stripe.financialConnections.accounts.listOwners(id, { ownership: ownership.id });
  on.narrator.check('somebody owns it', owners.data.length > 0 && !!owners.data[0]?.name, owners.data);
  on.narrator.tell(owners.data.map(({ name }) => name).join(', '));
}

async function readTransactions(on: On, { id }: Account) {
  const { stripe } = on;
  on.narrator.step('Refresh the transactions and list them', 'financial-connections/transactions');
  const early = await stripe.financialConnections.transactions.list({ account: id }).catch((error: Error) => error);
  const refusal = 'code' in early ? early.code : null;
  on.narrator.check(
    'before the first refresh the list is refused',
    refusal === 'financial_connections_no_successful_transaction_refresh',
    early,
  );
  const asked = await stripe.financialConnections.accounts.refresh(id, { features: ['transactions'] });
  on.narrator.check(
    'the refresh is pending',
    asked.transaction_refresh?.status === 'pending',
    asked.transaction_refresh,
  );
  await happened(on, 'financial_connections.account.refreshed_transactions', asked);
  const { transaction_refresh: refresh } = await stripe.financialConnections.accounts.retrieve(id);
  on.narrator.check('it succeeded', refresh?.status === 'succeeded', refresh);
  const ledger = new Map<string, Transaction>();
  for await (const row of stripe.financialConnections.transactions.list({ account: id, limit: 100 })) {
    ledger.set(row.id, row);
  }
  on.narrator.check('the history is there', ledger.size > 0, ledger.size);
  const oldest = Math.min(...[...ledger.values()].map((row) => row.transacted_at));
  on.narrator.tell(`${ledger.size} rows since ${moment(oldest)}`);
  return { ledger, lastRefresh: refresh.id };
}

/** The daily course: a refresh comes by itself, and only what it changed is asked for and written over by id. */
async function followTransactions(on: On, account: Account, ledger: Map<string, Transaction>, lastRefresh: string) {
  const { stripe } = on;
  on.narrator.step('Subscribe, and ask for what is new', 'financial-connections/transactions#subscribe');
  const subscribed = await stripe.financialConnections.accounts.subscribe(account.id, { features: ['transactions'] });
  on.narrator.check('it is subscribed', subscribed.subscriptions?.includes('transactions') ?? false, subscribed);
  await on.aDayPasses();
  await happened(on, 'financial_connections.account.refreshed_transactions', account);
  const { transaction_refresh: refresh } = await stripe.financialConnections.accounts.retrieve(account.id);
  on.narrator.check(
    'a later refresh has succeeded',
    refresh?.status === 'succeeded' && refresh.id !== lastRefresh,
    refresh,
  );
  const changed = await stripe.financialConnections.transactions
    .list({ account: account.id, transaction_refresh: { after: lastRefresh }, limit: 100 })
    .autoPagingToArray({ limit: 10_000 });
  on.narrator.check('a day brings something', changed.length > 0, changed);
  on.narrator.check('but not everything again', changed.length < ledger.size, changed.length);
  on.narrator.check(
    'all of it by the later refresh',
    changed.every((row) => row.transaction_refresh === refresh.id),
    changed,
  );
  const known = changed.filter((row) => ledger.has(row.id)).length;
  for (const row of changed) ledger.set(row.id, row);
  on.narrator.tell(`${changed.length - known} new rows, ${known} that changed; ${ledger.size} in all`);
  const all = await stripe.financialConnections.transactions
    .list({ account: account.id, limit: 100 })
    .autoPagingToArray({ limit: 10_000 });
  on.narrator.check('what we keep is what a full list tells', isSame(ledger, all), {
    kept: ledger.size,
    told: all.length,
  });
}

async function disconnect(on: On, { id }: Account): Promise<void> {
  const { stripe } = on;
  on.narrator.step('Disconnect', 'financial-connections/disconnections');
  const gone = await stripe.financialConnections.accounts.disconnect(id);
  on.narrator.check('it is disconnected', gone.status === 'disconnected', gone);
  await happened(on, 'financial_connections.account.disconnected', gone);
  const after = await stripe.financialConnections.transactions.list({ account: id }).catch((error: Error) => error);
  on.narrator.check('its rows can no longer be read', after instanceof Error, after);
  const status = 'statusCode' in after ? after.statusCode : null;
  on.narrator.check('as an invalid request, not as a failure', status === 400, after);
}

/** Waits for the signed event of an account. What it carries is a signal; the object is retrieved afterwards. */
async function happened(on: On, type: Stripe.Event['type'], { id }: { id: string }): Promise<void> {
  const event = await on.application.event(type, id).catch((error: Error) => error);
  on.narrator.check(`${type} comes, rightly signed`, !(event instanceof Error), event);
  on.narrator.tell(`⇠ ${event.id} about ${id}`);
}

function isSame(ledger: Map<string, Transaction>, told: Transaction[]): boolean {
  const facts = ({ id, amount, status, description }: Transaction) => `${id} ${amount} ${status} ${description}`;
  return String([...ledger.values()].map(facts).sort()) === String(told.map(facts).sort());
}

const nameOf = ({ display_name: name, last4 }: Account) => `${name} ••${last4}`;
const moment = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
const dollars = (cents: number) => (cents / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' });
