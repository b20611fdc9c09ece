import Stripe from 'stripe';
import { afterAll, beforeAll } from 'vitest';
import { type Sandbox, startSandbox } from '#sandbox/server.ts';
import type { Settings } from '#sandbox/settings.ts';
import { completeSession, openSession } from '#sandbox/world/linking.ts';
import type { World } from '#sandbox/world/world.ts';
import { type Control, controlOf } from './control.ts';
import { noteProblems } from './observer.ts';

/** A sandbox for a test, the official SDK pointed at it, and a person's part in the dialog. */
export type TestBank = {
  sandbox: Sandbox;
  world: World;
  stripe: Stripe;
  /** SDK for another world of the same sandbox. */
  sdk: (key: string, options?: Partial<Stripe.StripeConfig>) => Stripe;
  control: Control;
  /** Links bank accounts for a new customer, as a person does in the dialog. */
  link: (bankAccountKeys: string[], options?: LinkOptions) => Promise<Linked>;
  /** Completes every pending refresh now. */
  refreshed: () => Promise<void>;
  /** Stops everything; throws when a request or an answer was not as Stripe's description has it. */
  close: () => Promise<void>;
};

export type LinkOptions = {
  customer?: string;
  permissions?: Stripe.FinancialConnections.SessionCreateParams.Permission[];
  prefetch?: Stripe.FinancialConnections.SessionCreateParams.Prefetch[];
};
export type Linked = {
  customer: string;
  session: Stripe.FinancialConnections.Session;
  accounts: Stripe.FinancialConnections.Account[];
};

/** An instant at which the worlds of tests stand still. */
export const testInstant = '2026-03-16T15:00:00.000Z';
export const testMoment = Date.parse(testInstant) / 1000;

/** A bank that stands while the tests of a file, or of a `describe`, run: it can be used in them, and in what is hooked after this. */
export function testBank(): TestBank {
  const bank = {} as TestBank;
  beforeAll(async () => {
    Object.assign(bank, await startTestBank());
  });
  afterAll(() => bank.close());
  return bank;
}

/** Starts a sandbox whose world `test` stands still at `testInstant`; refreshes are completed by hand. */
export async function startTestBank(settings: Partial<Settings> = {}): Promise<TestBank> {
  const notes = noteProblems();
  const sandbox = await startSandbox({ retryDelaysMs: [10, 20, 40], observe: notes.observe, ...settings });
  const sdk = (key: string, options: Partial<Stripe.StripeConfig> = {}) =>
    new Stripe(key, {
      host: '127.0.0.1',
      port: sandbox.port,
      protocol: 'http',
      maxNetworkRetries: 0,
      telemetry: false,
      httpClient: Stripe.createFetchHttpClient(),
      ...options,
    });
  const stripe = sdk('sk_test_test');
  const control = controlOf(sandbox.url, 'test');
  await control('POST', 'reset', { seed: 7, now: testInstant, clock: 'still', pace: { refreshMs: 3_600_000 } });
  const world = sandbox.worlds.get('test');
  const link = (keys: string[], options: LinkOptions = {}) => linkAccounts(stripe, world, keys, options);
  return {
    sandbox,
    world,
    stripe,
    sdk,
    control,
    link,
    refreshed: async () => {
      await control('POST', 'refreshes/complete', {});
    },
    close: async () => {
      await sandbox.close();
      notes.throwIfAny();
    },
  };
}

async function linkAccounts(stripe: Stripe, world: World, keys: string[], options: LinkOptions): Promise<Linked> {
  const customer = options.customer ?? (await stripe.customers.create({ name: 'Nora Whitcombe' })).id;
  const made = await stripe.financialConnections.sessions.create({
    account_holder: { type: 'customer', customer },
    permissions: options.permissions ?? ['balances', 'ownership', 'transactions'],
    prefetch: options.prefetch ?? ['balances', 'ownership', 'transactions'],
  });
  const opened = openSession(world, made.client_secret ?? '');
  if (!opened.ok) throw new Error(opened.message);
  completeSession(
    world,
    opened.session,
    keys.map((bankAccountKey) => ({ bankAccountKey })),
  );
  const session = await stripe.financialConnections.sessions.retrieve(made.id);
  return { customer, session, accounts: session.accounts.data };
}
