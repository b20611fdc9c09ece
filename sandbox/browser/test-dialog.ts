import { type Browser, type BrowserContext, chromium, type FrameLocator, type Page } from 'playwright';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Sandbox, startSandbox } from '#sandbox/server.ts';
import { testInstant } from '#sandbox/testing/bank.ts';
import { type Control, controlOf } from '#sandbox/testing/control.ts';
import { noteProblems } from '#sandbox/testing/observer.ts';
import { untilDetached } from '#sandbox/testing/until-closed.ts';
import { browserArguments, ensureBrowser } from '../../scripts/browser.ts';
import { type Method, startTestHost, type Variant } from './test-host.ts';

type SessionParams = Partial<Stripe.FinancialConnections.SessionCreateParams>;
export type Opening = {
  session?: SessionParams;
  clientSecret?: string;
  variant?: Variant;
  method?: Method;
  /** What the person's system is set to. */
  colorScheme?: 'light' | 'dark';
};

/** The whole of it, as an application meets it: the sandbox, a page of another origin, a browser and the server SDK. */
export type Bench = {
  sandbox: Sandbox;
  stripe: Stripe;
  control: Control;
  /** Links all accounts of the household that signs in as `salaried`, as its person does in the dialog. */
  linkAll(clientSecret: string): Promise<void>;
  /**
   * Opens the page of the application for a new session, ready to be clicked. It is the same window each time, which has
   * half of the work behind it by then: the visit before, and what it opened, is over.
   */
  visit(opening?: Opening): Promise<Visit>;
  /** No visit since the last look may have made the browser complain (a policy broken, a script failed) or reach for another host. */
  expectQuiet(): void;
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
  /** Presses, or does, what takes the dialog away. */
  leaveBy(last: string | RegExp | (() => Promise<void>)): Promise<void>;
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

/** The accounts that the SDK was given, and what they are called. */
export const accountsOf = (outcome: CollectOutcome) => outcome.financialConnectionsSession?.accounts;
export const namesOf = (outcome: CollectOutcome) => accountsOf(outcome)?.map((a) => a.display_name);

const world = 'dialog';

/** A bench that stands while the tests of a file run: it can be used in them, and in what is hooked after this. */
export function testBench(): Bench {
  const bench = {} as Bench;
  beforeAll(async () => {
    Object.assign(bench, await openBench());
  });
  afterAll(() => bench.close());
  return bench;
}

async function openBench(): Promise<Bench> {
  const notes = noteProblems();
  const sandbox = await startSandbox({ smtpPort: 0, observe: notes.observe });
  const host = await startTestHost(sandbox.url);
  const browser = await chromium.launch({ executablePath: await ensureBrowser(() => {}), args: browserArguments() });
  const stripe = new Stripe(`sk_test_${world}`, {
    host: '127.0.0.1',
    port: sandbox.port,
    protocol: 'http',
    telemetry: false,
  });
  const control = controlOf(sandbox.url, world);
  // From this moment on the clock runs: the same people with the same rows, whatever the day of the test.
  await control('POST', 'reset', { seed: 7, now: testInstant });
  const customer = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada' });
  let visits: Visit[] = [];
  let page: Page | undefined;

  async function visit(opening: Opening = {}): Promise<Visit> {
    const session = await stripe.financialConnections.sessions.create({
      account_holder: { type: 'customer', customer: customer.id },
      permissions: ['balances', 'transactions'],
      ...opening.session,
    });
    const clientSecret = opening.clientSecret ?? session.client_secret ?? '';
    page = await windowFor(browser, page, opening.colorScheme ?? 'light');
    const made = visitOf(page, stripe, clientSecret);
    listen(page.context(), made, [host.origin, sandbox.url]);
    visits.push(made);
    await page.goto(host.pageFor(`pk_test_${world}`, clientSecret, opening.variant, opening.method));
    await page.locator('body[data-ready]').waitFor();
    return made;
  }

  return {
    sandbox,
    stripe,
    control,
    linkAll: async (clientSecret) => {
      await control('POST', 'demo/link', { publishable_key: `pk_test_${world}`, client_secret: clientSecret });
    },
    visit,
    expectQuiet: () => {
      const seen = visits;
      visits = [];
      expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
      expect(seen.flatMap(({ strangers }) => strangers)).toEqual([]);
    },
    close: async () => {
      await browser.close();
      await host.close();
      await sandbox.close();
      notes.throwIfAny();
    },
  };
}

const size = { width: 1280, height: 720 };

/** The window of the visit before, without what it left behind, or a new one where there is none any more. */
async function windowFor(browser: Browser, before: Page | undefined, colorScheme: 'light' | 'dark'): Promise<Page> {
  if (!before || before.isClosed()) {
    await before?.context().close();
    const context = await browser.newContext({ reducedMotion: 'reduce', colorScheme, viewport: size });
    return context.newPage();
  }
  const context = before.context();
  for (const event of ['console', 'weberror', 'request'] as const) context.removeAllListeners(event);
  await context.unrouteAll({ behavior: 'ignoreErrors' });
  for (const other of context.pages()) if (other !== before) await other.close();
  await before.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await before.setViewportSize(size);
  return before;
}

function listen(context: BrowserContext, { complaints, strangers }: Visit, own: string[]): void {
  context.on('console', (message) => {
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('request', (request) => {
    const isLocal = /^(data:|blob:)/.test(request.url());
    if (!isLocal && !own.includes(new URL(request.url()).origin)) strangers.push(request.url());
  });
}

function visitOf(page: Page, stripe: Stripe, clientSecret: string): Visit {
  const frame = page.frameLocator('iframe');
  const self: Visit = {
    page,
    context: page.context(),
    frame,
    clientSecret,
    complaints: [],
    strangers: [],
    open: async () => {
      await page.getByRole('button', { name: 'Link a bank' }).click();
      await self.heading(/would like to read/);
    },
    heading: (name) => frame.getByRole('heading', { level: 1, name }).waitFor(),
    press: (name) => frame.getByRole('button', { name }).click(),
    leaveBy: (last) =>
      untilDetached(page.locator('iframe'), typeof last === 'function' ? last : () => self.press(last)),
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
      await page.locator('#result:not(:empty)').waitFor({ state: 'attached' });
      await page.locator('iframe').waitFor({ state: 'detached' });
      return JSON.parse((await page.locator('#result').textContent()) ?? '') as CollectOutcome;
    },
    session: () => stripe.financialConnections.sessions.retrieve(clientSecret.split('_secret_')[0] ?? ''),
  };
  return self;
}
