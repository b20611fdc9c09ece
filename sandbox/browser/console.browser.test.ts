import nodemailer from 'nodemailer';
import type { Page } from 'playwright';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testInstant } from '#sandbox/testing/bank.ts';
import { controlOf } from '#sandbox/testing/control.ts';
import { type Receiver, startReceiver } from '#sandbox/testing/receiver.ts';
import { nowMs } from '#sandbox/world/clock.ts';
import { faultCatalogue } from '#sandbox/world/faults.ts';
import { testBench } from './test-dialog.ts';

const bench = testBench();
let receiver: Receiver;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  receiver = await startReceiver();
  await bench.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
  const linked = await bench.visit({ session: { prefetch: ['balances'] } });
  await bench.linkAll(linked.clientSecret);
  for (const { id } of (await linked.session()).accounts.data) {
    await bench.stripe.financialConnections.accounts.subscribe(id, { features: ['transactions'] });
  }
  page = linked.page;
  complaints = linked.complaints;
  await open('dialog');
});

afterAll(async () => {
  await receiver.close();
  expect(complaints).toEqual([]);
});

async function open(world: string): Promise<void> {
  await page.goto(`${bench.sandbox.url}/_sandbox?world=${world}`);
  await page.locator('body[data-ready]').waitFor();
}

async function linkedAs(name: string) {
  const { data } = await bench.stripe.financialConnections.accounts.list({ limit: 100 });
  const found = data.find(({ display_name: displayed }) => displayed === name);
  if (!found) throw new Error(`Nothing is linked as ${name}`);
  return found;
}

const now = () => nowMs(bench.sandbox.worlds.get('dialog'));
const checking = () => page.locator('details.linked').filter({ hasText: 'Everyday Checking' });
const status = () => page.locator('#said');
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

describe('people', () => {
  it('have what is true beside what was told', async () => {
    const told = checking().locator('summary .figure').nth(1);
    await told.getByText('the same').waitFor();
    const truth = (await checking().locator('summary .figure').nth(0).textContent()) ?? '';
    expect(truth).toMatch(/^True −?\$[\d,]+\.\d\d$/);
    expect(await told.textContent()).toContain(truth.replace('True ', ''));
    const others = page.getByRole('article', { name: 'June, retired' });
    expect(await others.getByText('not linked').count()).toBe(3);
  });

  it('get a payment, which is true at once and told by the next refresh', async () => {
    await page.getByRole('combobox', { name: 'Account', exact: true }).selectOption('Everyday Checking ••4417');
    await page.getByLabel(/^Dollars/).fill('-1234.56');
    await button('Book it').click();
    await status().getByText('The bank has booked it').waitFor();
    await checking().getByText('off by $1,234.56').waitFor();
    await checking().locator('summary').click();
    await checking().getByText('1 row at the bank that the next refresh brings').waitFor();
    await checking().locator('summary').click();
  });

  it('have a connection that breaks and mends, and the focus stays through the redrawing', async () => {
    await checking().locator('summary').click();
    await button(/^Deactivate: Everyday/).click();
    await checking().getByText('inactive', { exact: true }).waitFor();
    const event = page.locator('#events details').filter({ hasText: 'account.deactivated' });
    const payload = event.getByText('"previous_attributes"');
    await event.locator('summary').click();
    await payload.waitFor();
    await button(/^New ids on relink: Everyday/).focus();
    const { id } = await linkedAs('Rainy Day Savings');
    await bench.control('POST', `accounts/${id}/block-payments`);
    await page.locator(`[data-key="${id} allow-payments"]`).waitFor({ state: 'attached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('New ids on relink');
    await button(/^Reactivate: Everyday/).click();
    await checking().getByText('active', { exact: true }).waitFor();
    await page.locator('#events summary').filter({ hasText: 'account.reactivated' }).waitFor();
    expect(await payload.isVisible()).toBe(true);
    await checking().locator('summary').click();
  });
});

describe('the time machine', () => {
  it('goes two months on by one click, and says what came of it', async () => {
    const before = now();
    await button('Two months later').dblclick();
    await status()
      .getByText(/^61 days later: \d+ refreshes, [\d,]+ rows new or changed, \d+ events\.$/)
      .waitFor();
    expect(Math.round((now() - before) / 86_400_000)).toBe(61);
    expect(await status().getAttribute('role')).toBe('status');
    await expect
      .poll(
        async () =>
          (await page.locator('#webhooks').textContent()) === `Webhooks: ${receiver.deliveries.length} delivered.`,
      )
      .toBe(true);
  });

  it('shows how far it is on a long way, and lets nobody move it meanwhile', async () => {
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      const way = document.getElementById('way-words') as HTMLElement;
      const mover = document.querySelector('[data-days="1"]') as HTMLElement;
      new MutationObserver(() => {
        seen.push(`${way.textContent} ${mover.getAttribute('aria-disabled')}`);
        mover.click();
      }).observe(way, { childList: true });
    });
    const target = new Date(now() + 300 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel('Day to go to').fill(target);
    await button('Go to day').click();
    await status().getByText('300 days later').waitFor();
    await page.locator('#way').waitFor({ state: 'hidden' });
    const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.every((words) => /^(On the way…|Day \d+ of \d+, \w{3} \d+, \d{4}) true$/.test(words))).toBe(true);
    expect(new Date(now()).toISOString().slice(0, 10)).toBe(target);
  });

  it('holds the clock and lets it run', async () => {
    await button('Hold the clock').click();
    await page.getByText('standing still').waitFor();
    expect(bench.sandbox.worlds.get('dialog').clock.mode).toBe('still');
    await button('Let the clock run').click();
    await page.getByText('running', { exact: true }).waitFor();
  });

  it('says what is under way, until it is done', async () => {
    const { id } = await linkedAs('Everyday Checking');
    const { pace } = await bench.control<{ pace: { refreshMs: number } }>('GET', 'state');
    await bench.control('POST', 'pace', { refreshMs: 3_600_000 });
    try {
      await bench.stripe.financialConnections.accounts.refresh(id, { features: ['balance'] });
      const line = page.locator('#due');
      await line.getByText(/^Under way: 1 refresh\. Next: /).waitFor();
      await checking().locator('summary').click();
      await button('Finish its refreshes').click();
      await line.getByText(/^Next: .*, the daily refresh of /).waitFor();
      await checking().locator('summary').click();
    } finally {
      await bench.control('POST', 'pace', { refreshMs: pace.refreshMs });
    }
  });
});

describe('the fault board', () => {
  it('has a button for every fault there is', async () => {
    const names = await page.locator('form.fault').evaluateAll((forms) => forms.map((form) => form.dataset.fault));
    expect(names.sort()).toEqual(Object.keys(faultCatalogue).sort());
  });

  it('arms a fault with what it is told, shows it and removes it', async () => {
    const fault = page.locator('form[data-fault="slow"]');
    await fault.getByText('Options').click();
    await fault.getByLabel(/^Times/).fill('');
    await fault.getByLabel('Only paths that begin so').fill('/v1/events');
    await fault.getByLabel('Milliseconds').fill('50');
    await fault.getByRole('button', { name: 'Slow answers' }).click();
    const armed = page.getByRole('list', { name: 'Armed faults' }).getByRole('listitem');
    await armed.getByText('Slow answers').waitFor();
    expect(await armed.textContent()).toMatch(/until removed path=\/v1\/events ms=50/);
    await button('Remove: Slow answers').click();
    await page.getByText('Nothing is armed.').waitFor();
  });

  it('aims at any bank, and at an event by the name that strikes', async () => {
    const down = page.locator('form[data-fault="bank-down"]');
    await down.getByText('Options').click();
    await down.getByLabel('Only this bank').selectOption('Test (OAuth)');
    await down.getByRole('button', { name: 'Bank down' }).click();
    await page.getByText('institution=test_oauth').waitFor();
    const lost = page.locator('form[data-fault="webhook-lost"]');
    await lost.getByText('Options').click();
    await lost.getByLabel('Only events of this type').selectOption('account.deactivated');
    await lost.getByRole('button', { name: 'Webhook lost' }).click();
    await page.getByText('type=financial_connections.account.deactivated').waitFor();
    await button('Remove all').click();
    await page.getByText('Nothing is armed.').waitFor();
  });

  it('asks which account is struck, then strikes it', async () => {
    const strike = button('Account turns inactive');
    await strike.click();
    await status().getByText('strikes one account: choose which').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('aim');
    await page.keyboard.press('E');
    await strike.click();
    await status().getByText('Done: Account turns inactive.').waitFor();
    await checking().getByText('inactive', { exact: true }).waitFor();
  });

  it('closes an account, which then cannot be brought back', async () => {
    await checking().locator('summary').click();
    await button(/^Reactivate: Everyday/).waitFor();
    await button('Account closed at the bank').click();
    await checking().getByText('closed: no login finds it any more').waitFor();
    expect(await button(/^(Reactivate|New ids on relink): Everyday/).count()).toBe(0);
    await checking().locator('summary').click();
  });
});

describe('what went over the wires', () => {
  it('shows a request with its answer, which is fetched when somebody looks', async () => {
    const request = page.locator('#requests details').filter({ hasText: '/subscribe' }).first();
    await request.locator('summary').click();
    await request.getByText('"object": "financial_connections.account"').waitFor();
    await request.locator('summary').click();
  });

  it('delivers an event once more, and what is read of it stays where it was', async () => {
    const before = receiver.deliveries.length;
    const event = page.locator('#events details').first();
    await event.locator('summary').click();
    const payload = event.locator('pre');
    await payload.evaluate((text) => text.scrollTo(0, 60));
    const drawn = await payload.elementHandle();
    await event.getByRole('button', { name: 'Deliver again' }).first().click();
    await receiver.until(before + 1);
    await expect.poll(() => drawn?.evaluate((text) => text.isConnected)).toBe(false);
    expect(await payload.evaluate((text) => text.scrollTop)).toBe(60);
    await event.locator('summary').click();
  });

  it('shows the mail of the application, with its links and without its markup', async () => {
    const transport = nodemailer.createTransport(`smtp://dialog:x@127.0.0.1:${bench.sandbox.smtpPort}`);
    const link = 'http://localhost:3000/confirm?token=abc';
    await transport.sendMail({
      from: 'a@example.com',
      to: 'b@example.com',
      subject: '<i>Hello</i>',
      text: `Open ${link}`,
    });
    transport.close();
    const letter = page.locator('#mail details').filter({ hasText: '<i>Hello</i>' });
    await letter.locator('summary').click();
    expect(await letter.getByRole('link').getAttribute('href')).toBe(link);
    await button('Throw it all away').click();
    await page.getByText('The application has sent no mail.').waitFor();
  });
});

describe('an idle console', () => {
  it('asks for nothing until something happens', async () => {
    const other = await page.context().newPage();
    await other.clock.install();
    await other.goto(`${bench.sandbox.url}/_sandbox?world=dialog`);
    await other.locator('body[data-ready]').waitFor();
    await other.clock.runFor(2_000);
    const asked: string[] = [];
    other.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await other.clock.runFor(50_000);
    expect(asked).toEqual([]);
    const day = other.locator('#clock-day');
    const before = (await day.textContent()) ?? '';
    await bench.control('POST', 'advance', { days: 1 });
    await day.filter({ hasNotText: before }).waitFor();
    const askedLater = async () => {
      await other.clock.runFor(1_000);
      return asked;
    };
    await expect.poll(askedLater).toContain('/_sandbox/state');
    await other.close();
  });
});

describe('scenarios', () => {
  it('are played step by step on the bank’s side', async () => {
    await page.getByText('The bank tells one purchase twice').click();
    await button('Play it: The bank tells one purchase twice').click();
    await status().getByText('Played: The bank tells one purchase twice.').waitFor();
    const steps = await page.locator('#scenarios details[open] li').allTextContents();
    expect(steps.at(-1)).toMatch(/held$/);
    expect(steps.slice(0, -1).every((words) => words.endsWith('done'))).toBe(true);
  });

  it('say which step fails, and of what', async () => {
    await page.getByLabel('begin the world again first').uncheck();
    await button('Play it: The bank tells one purchase twice').click();
    await status().getByText('“The bank tells one purchase twice” fails at step 6, ').waitFor();
    const played = page.locator('#scenarios details').filter({ hasText: 'The bank tells one purchase twice' });
    await played.locator('summary').getByText('failed').waitFor();
    const red = await played.locator('summary .badge').evaluate((badge) => getComputedStyle(badge).backgroundColor);
    expect(await status().evaluate((said) => getComputedStyle(said).color)).toBe(red);
    expect(await played.locator('li').nth(5).textContent()).toMatch(/failed.*CORNER HARDWARE/);
  });

  it('wait for the person where accounts are linked already, and go on after them', async () => {
    await page.getByText('Signing in again brings new ids').click();
    await button('Play it: Signing in again brings new ids').click();
    await status().getByText('“Signing in again brings new ids” waits for you:').waitFor();
    await button('Go on from step 7').waitFor();
    const steps = page
      .locator('#scenarios details')
      .filter({ hasText: 'Signing in again brings new ids' })
      .locator('li');
    expect(await steps.nth(4).textContent()).toMatch(/held$/);
    expect(await steps.nth(5).textContent()).not.toMatch(/done$/);
    const { id: customer } = await bench.stripe.customers.create({ name: 'Ada' });
    const session = await bench.stripe.financialConnections.sessions.create({
      account_holder: { type: 'customer', customer },
      permissions: ['balances', 'transactions'],
    });
    await bench.linkAll(session.client_secret ?? '');
    await button('Go on from step 7').click();
    await status().getByText('Played: Signing in again brings new ids.').waitFor();
    expect(await steps.nth(4).textContent()).toMatch(/held$/);
    expect(await steps.nth(6).textContent()).toMatch(/held$/);
  });
});

describe('worlds', () => {
  it('begin again only when that is confirmed', async () => {
    await button('Begin again…').click();
    await button('Keep this world').click();
    await checking().first().waitFor();
    await bench.control('POST', 'reset', { seed: 8, now: testInstant });
    await checking().first().waitFor({ state: 'detached' });
    await button('Begin again…').click();
    expect(await page.getByLabel('Seed').inputValue()).toBe('8');
    await button('Begin again').click();
    await status().getByText('The world begins again.').waitFor();
    await checking().waitFor({ state: 'detached' });
  });

  it('are opened by name', async () => {
    await page.getByLabel('World', { exact: true }).fill('elsewhere');
    await page.keyboard.press('Enter');
    await page.waitForURL(/world=elsewhere/);
    await page.locator('body[data-ready]').waitFor();
    expect(await page.title()).toBe('Bank in a box: elsewhere');
    expect(
      await page.locator('#worlds option').evaluateAll((all) => all.map((o) => o.getAttribute('value'))),
    ).toContain('dialog');
  });

  it('say whose a line is, where two have linked the same account', async () => {
    const control = controlOf(bench.sandbox.url, 'shared');
    const { port } = bench.sandbox;
    const stripe = new Stripe('sk_test_shared', { host: '127.0.0.1', port, protocol: 'http', telemetry: false });
    const link = async (person: Stripe.CustomerCreateParams) => {
      const { id: customer } = await stripe.customers.create(person);
      const { client_secret } = await stripe.financialConnections.sessions.create({
        account_holder: { type: 'customer', customer },
        permissions: ['balances'],
      });
      await control('POST', 'demo/link', { publishable_key: 'pk_test_shared', client_secret });
    };
    const lines = checking().locator('summary');
    const choices = page.locator('#aim option').filter({ hasText: 'Everyday Checking' });
    await link({ name: 'Ada', email: 'ada@example.com' });
    await open('shared');
    expect(await lines.allTextContents()).toEqual([expect.not.stringContaining('linked by')]);
    await link({ name: 'Bo' });
    await lines.getByText('linked by Bo').waitFor();
    await lines.getByText('linked by Ada, ada@example.com').waitFor();
    expect(await choices.allTextContents()).toEqual([
      'Everyday Checking ••4417 linked by Ada, ada@example.com',
      'Everyday Checking ••4417 linked by Bo',
    ]);
    await lines.filter({ hasText: 'linked by Bo' }).click();
    await button('Deactivate: Everyday Checking 4417 linked by Bo').waitFor();
  });
});
