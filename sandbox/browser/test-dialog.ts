import { type Browser, type BrowserContext, chromium, type FrameLocator, type Page } from 'playwright';
import Stripe from 'stripe';
import { expect } from 'vitest';
import { type Sandbox, startSandbox } from '#sandbox/server.ts';
import { noteProblems } from '#sandbox/testing/observer.ts';
import { type Method, startTestHost, type TestHost, type Variant } from './test-host.ts';

type SessionParams = Partial<Stripe.FinancialConnections.SessionCreateParams>;
type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>;
export type Opening = {
  session?: SessionParams;
  clientSecret?: string;
  variant?: Variant;
  method?: Method;
  context?: ContextOptions;
};

/** The whole of it, as an application meets it: the sandbox, a page of another origin, a browser and the server SDK. */
export type Bench = {
  sandbox: Sandbox;
  stripe: Stripe;
  /** Opens the page of the application in a fresh browser context, ready to be clicked. */
  visit(opening?: Opening): Promise<Visit>;
  close(): Promise<void>;
};

/** One person at the page. `f` is the dialog's frame. */
export type Visit = {
  page: Page;
  context: BrowserContext;
  frame: FrameLocator;
  clientSecret: string;
  /** What a strict browser complained about, and where it went besides the application and the sandbox. */
  complaints: string[];
  strangers: string[];
  open(): Promise<void>;
  heading(name: string | RegExp): Promise<void>;
  press(name: string | RegExp): Promise<void>;
  toInstitutions(): Promise<void>;
  toBank(name: string): Promise<void>;
  signIn(bank: string, password?: string, username?: string): Promise<void>;
  /** What the promise of the SDK came to. */
  result(): Promise<CollectOutcome>;
  /** The session as the server SDK tells it. */
  session(): Promise<Stripe.FinancialConnections.Session>;
};

export type CollectOutcome = {
  financialConnectionsSession?: { id: string; accounts: { id: string; display_name: string; last4: string }[] };
  token?: { id: string; type: string; bank_account?: { last4: string } };
  error?: { type: string; message: string; code?: string };
  thrown?: string;
  message?: string;
};

const world = 'dialog';

/** The browser that stands on the machine, or the one Playwright brought. */
function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
}

export async function openBench(): Promise<Bench> {
  const notes = noteProblems();
  const sandbox = await startSandbox({ smtpPort: 0, observe: notes.observe });
  const host = await startTestHost(sandbox.url);
  const browser = await launch();
  const stripe = new Stripe(`sk_test_${world}`, {
    host: '127.0.0.1',
    port: sandbox.port,
    protocol: 'http',
    telemetry: false,
  });
  const customer = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada' });
  return {
    sandbox,
    stripe,
    visit: (opening = {}) => visit({ sandbox, host, browser, stripe, customer: customer.id }, opening),
    close: async () => {
      await browser.close();
      await host.close();
      await sandbox.close();
      notes.throwIfAny();
    },
  };
}

type Parts = { sandbox: Sandbox; host: TestHost; browser: Browser; stripe: Stripe; customer: string };

async function visit(parts: Parts, opening: Opening): Promise<Visit> {
  const session = await parts.stripe.financialConnections.sessions.create({
    account_holder: { type: 'customer', customer: parts.customer },
    permissions: ['balances', 'transactions'],
    ...opening.session,
  });
  const clientSecret = opening.clientSecret ?? session.client_secret ?? '';
  const context = await parts.browser.newContext({ reducedMotion: 'reduce', ...opening.context });
  const complaints: string[] = [];
  const strangers: string[] = [];
  context.on('console', (message) => {
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('request', (request) => {
    if (
      !/^(data:|blob:)/.test(request.url()) &&
      ![parts.host.origin, parts.sandbox.url].includes(new URL(request.url()).origin)
    ) {
      strangers.push(request.url());
    }
  });
  const page = await context.newPage();
  await page.goto(parts.host.pageFor(`pk_test_${world}`, clientSecret, opening.variant, opening.method));
  await page.locator('body[data-ready]').waitFor();
  const frame = page.frameLocator('iframe');
  const self: Visit = {
    page,
    context,
    frame,
    clientSecret,
    complaints,
    strangers,
    open: async () => {
      await page.getByRole('button', { name: 'Link a bank' }).click();
      await self.heading(/would like to read/);
    },
    heading: (name) => frame.getByRole('heading', { level: 1, name }).waitFor(),
    press: (name) => frame.getByRole('button', { name }).click(),
    toInstitutions: async () => {
      await self.open();
      await self.press('Agree and continue');
      await self.heading('Choose your bank');
    },
    toBank: async (name) => {
      await self.toInstitutions();
      await frame.getByLabel('Search banks').fill(name);
      await self.press(name);
    },
    signIn: async (bank, password = 'play', username = 'salaried') => {
      await self.toBank(bank);
      await frame.getByLabel('User name').fill(username);
      await frame.getByLabel('Password').fill(password);
      await self.press('Sign in');
    },
    result: async () => {
      await expect.poll(() => page.locator('#result').textContent(), { timeout: 10_000 }).not.toBe('');
      await page.locator('iframe').waitFor({ state: 'detached' });
      return JSON.parse((await page.locator('#result').textContent()) ?? '') as CollectOutcome;
    },
    session: () => parts.stripe.financialConnections.sessions.retrieve(clientSecret.split('_secret_')[0] ?? ''),
  };
  return self;
}
