import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { type BrowserContext, test as base, expect, type Page } from 'playwright/test';
import { type Bank, bankAt } from './bank.ts';
import { clockOf, type TestClock } from './clock.ts';
import { type Complaints, complaintsOf } from './complaints.ts';
import { isIdle } from './idle.ts';
import { DoorPages } from './pages/door-pages.ts';
import { LinkPage } from './pages/link-page.ts';
import { newPerson, type Person } from './person.ts';
import { type Stack, startStack } from './stack.ts';

export { expect } from 'playwright/test';

type TestFixtures = {
  /** what the browser of this test complained about; anything not expected fails the test */
  complaints: Complaints;
  /** the bank of this worker's product: faults, rows, what it has told; what the test links is let go afterwards */
  bank: Bank;
  /** the bank's time, which the app follows; afterwards the world begins again at wall time when the test has begun it anew */
  clock: TestClock;
  /** what the product wrote stands beside a test that failed */
  logs: undefined;
  /** a new person, signed up in `page` by the ordinary form, with an empty household */
  person: Person;
  /** the page of that person, on the overview */
  signedIn: Page;
  /** the same page after Nora's two accounts at Harborline Bank have been linked and have arrived */
  atBank: Page;
  /** another browser at another place: its own cookies, its own address */
  elsewhere: (options?: { javaScriptEnabled?: boolean }) => Promise<Page>;
};

type WorkerFixtures = { stack: Stack };

/** Where everybody lives. */
export const zone = 'America/New_York';

/** An address that no other test comes from. */
function anyAddress(): string {
  return `10.${[...randomBytes(3)].join('.')}`;
}

/** Disconnects at the bank what is linked there, but for these. */
async function letGo(bank: Bank, but: ReadonlySet<string> = new Set()): Promise<void> {
  const linked = (await bank.accounts()).filter(({ id, status }) => !but.has(id) && status !== 'disconnected');
  for (const { id } of linked) await bank.act(id, 'disconnect');
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
    async ({}, use) => {
      const stack = await startStack();
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ stack }, use) => use(stack.url),
  timezoneId: zone,
  locale: 'en-US',
  contextOptions: { reducedMotion: 'reduce' },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  extraHTTPHeaders: async ({}, use) => use({ 'x-forwarded-for': anyAddress() }),

  logs: [
    async ({ stack }, use, testInfo) => {
      await use(undefined);
      if (testInfo.status === testInfo.expectedStatus) return;
      const path = testInfo.outputPath('product.log');
      await writeFile(path, await stack.logs());
      await testInfo.attach('what the product said', { path, contentType: 'text/plain' });
    },
    { auto: true },
  ],

  complaints: [
    async ({ context }, use) => {
      const complaints = complaintsOf(context);
      await use(complaints);
      expect(complaints.unexpected(), 'the browser has nothing to complain about').toEqual([]);
    },
    { auto: true },
  ],

  bank: async ({ stack }, use) => {
    const bank = bankAt(() => stack.sandboxUrl);
    const before = new Set((await bank.accounts()).map(({ id }) => id));
    await use(bank);
    await bank.disarm();
    await bank.letRefresh({ everySeconds: 86_400 });
    // What this test has linked would else be refreshed on every later day of this worker's world.
    await letGo(bank, before);
  },

  clock: async ({ bank, stack }, use) => {
    const clock = clockOf(bank, () => isIdle(stack));
    let isAnew = false;
    await use({
      ...clock,
      async begin(beginning) {
        isAnew = true;
        await clock.begin(beginning);
      },
    });
    await bank.setClock('running');
    if (!isAnew) return;
    // The app hears that these accounts are gone before the bank forgets that they ever were.
    await bank.disarm();
    await letGo(bank);
    await clock.settled();
    await bank.letRefreshesTake(400);
    await bank.beginAgain({ seed: randomBytes(3).readUIntBE(0, 3), clock: 'running' });
  },

  person: async ({ page }, use) => {
    const person = newPerson();
    await new DoorPages(page).signUp(person);
    await use(person);
  },

  signedIn: async ({ page, person }, use) => {
    await expect(page.getByText(person.name).first()).toBeAttached();
    await use(page);
  },

  atBank: async ({ signedIn, bank }, use) => {
    // The bank is asked for first, so that what is linked here is let go afterwards.
    await bank.now();
    await new LinkPage(signedIn).linkHarborline();
    await use(signedIn);
  },

  elsewhere: async ({ browser, stack }, use) => {
    const opened: { context: BrowserContext; complaints: Complaints }[] = [];
    await use(async (options = {}) => {
      const headers = { 'x-forwarded-for': anyAddress() };
      const context = await browser.newContext({
        baseURL: stack.url,
        timezoneId: zone,
        locale: 'en-US',
        reducedMotion: 'reduce',
        extraHTTPHeaders: headers,
        ...options,
      });
      opened.push({ context, complaints: complaintsOf(context) });
      return context.newPage();
    });
    for (const { context } of opened) await context.close();
    expect(opened.flatMap(({ complaints }) => complaints.unexpected())).toEqual([]);
  },
});
