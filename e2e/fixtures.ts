import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { type BrowserContext, test as base, expect, type Page } from 'playwright/test';
import { answering } from './answering.ts';
import { type Bank, type Beginning, bankAt } from './bank.ts';
import { untilBooksComplete } from './books.ts';
import { clockOf, type TestClock } from './clock.ts';
import { type Complaints, complaintsOf } from './complaints.ts';
import { isIdle } from './idle.ts';
import { linkPastPages, signUpPastPages } from './past-pages.ts';
import { newPerson, type Person } from './person.ts';
import { type Stack, startStack } from './stack.ts';

export { expect } from 'playwright/test';

type TestFixtures = {
  /** what the browser of this test complained about; anything not expected fails the test */
  complaints: Complaints;
  /** the bank of this worker's product: faults, rows, what it has told; afterwards its world begins again */
  bank: Bank;
  /** the bank's time, which the app follows */
  clock: TestClock;
  /** what the product wrote stands beside a test that failed */
  logs: undefined;
  /** a new person, signed up in the browser of `page`, with an empty household */
  person: Person;
  /** the page of that person, which has opened nothing yet */
  signedIn: Page;
  /** links Nora's two accounts at Harborline Bank for that person, and returns when they have arrived */
  linkHarborline: () => Promise<void>;
  /** the page of `signedIn` after that */
  atBank: Page;
  /** another browser at another place: its own cookies, its own address */
  elsewhere: (options?: { javaScriptEnabled?: boolean; timezoneId?: string }) => Promise<Page>;
};

type WorkerFixtures = { stack: Stack };

/** Where everybody lives. */
export const zone = 'America/New_York';

/** An address that no other test comes from. */
function anyAddress(): string {
  return `10.${[...randomBytes(3)].join('.')}`;
}

/** How the world of every test begins: on a Monday of March, so that what a test meets does not depend on the day it runs. */
const beginning: Beginning = { seed: 1, now: '2026-03-16T15:00:00Z', clock: 'running' };

/** Disconnects at the bank what is linked there, and says whether there was anything. */
async function letGo(bank: Bank): Promise<boolean> {
  const linked = (await bank.accounts()).filter(({ status }) => status !== 'disconnected');
  for (const { id } of linked) await bank.act(id, 'disconnect');
  return linked.length > 0;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
    async ({}, use) => {
      const stack = await startStack();
      await bankAt(() => stack.sandboxUrl).beginAgain(beginning);
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

  page: async ({ page, stack }, use) => use(answering(page, () => stack.url)),

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
    await use(bank);
    await bank.disarm();
    // The app hears that these accounts are gone before the bank forgets that they ever were.
    const isAnyLinked = await letGo(bank);
    if (isAnyLinked) await clockOf(bank, () => isIdle(stack)).settled();
    await bank.beginAgain(beginning);
  },

  clock: async ({ bank, stack }, use) => use(clockOf(bank, () => isIdle(stack))),

  // Whoever signs up may link something: the bank is asked for, so that it is let go afterwards.
  person: async ({ page, bank: _ }, use) => {
    const person = newPerson();
    await signUpPastPages(page.request, person, zone);
    await use(person);
  },

  signedIn: async ({ page, person: _ }, use) => use(page),

  linkHarborline: async ({ page, person, bank, clock, stack }, use) => {
    const accounts = ['salaried.harborline.checking', 'salaried.harborline.savings'];
    await use(async () => {
      await linkPastPages(page.request, bank, { accounts, permissions: ['ownership'] });
      await clock.settled();
      await untilBooksComplete(stack, bank, person);
    });
  },

  atBank: async ({ signedIn, linkHarborline }, use) => {
    await linkHarborline();
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
      const page = await context.newPage();
      return options.javaScriptEnabled === false ? page : answering(page, () => stack.url);
    });
    for (const { context } of opened) await context.close();
    expect(opened.flatMap(({ complaints }) => complaints.unexpected())).toEqual([]);
  },
});
