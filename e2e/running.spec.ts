import type { Page } from 'playwright/test';
import { query } from './books.ts';
import { expect, test } from './fixtures.ts';
import { SettingsPage } from './pages/settings-page.ts';
import { type PartName, type Stack, startStack } from './stack.ts';

const well = { status: 'ok', database: 'ok', jobs: 'ok', bank: 'ok' };

type Health = { status: number; body: Record<string, string> | null };

/** What the product says of itself; status 0 when nobody answers. */
async function health(stack: Stack): Promise<Health> {
  try {
    const answer = await fetch(`${stack.url}/api/health`);
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  } catch {
    return { status: 0, body: null };
  }
}

async function untilWell(stack: Stack): Promise<void> {
  await expect.poll(() => health(stack)).toEqual({ status: 200, body: well });
}

/** Shows that the person is still signed in, and that what they have saved is there. */
async function expectKept(page: Page, stack: Stack, name: string): Promise<void> {
  await page.goto(`${stack.url}/settings`);
  await expect(page.getByLabel('Name')).toHaveValue(name);
  // No page that keeps itself current is open while something is killed.
  await page.goto('about:blank');
}

test('a port that is taken is avoided, and the one chosen is printed', async ({ stack }) => {
  const said = await stack.terminal();
  const { port, sandboxPort } = stack.taken;
  const chosen = new URL(stack.url).port;
  expect(chosen).not.toBe(String(port));
  expect(said).toContain(`Port ${port} is taken; ${chosen} is used instead.`);
  expect(said).toContain(`Plumb is ready:  ${stack.url}`);
  expect(new URL(stack.sandboxUrl).port).not.toBe(String(sandboxPort));
  expect(said).toContain(`bank and mail at ${stack.sandboxUrl}`);
  await untilWell(stack);
});

test('a process that is killed is started again and said, and nothing is lost', async ({
  signedIn: page,
  person,
  bank,
  stack,
}) => {
  await bank.advance({ days: 1 });
  const settings = new SettingsPage(page);
  const died: Record<PartName, string> = {
    'web server': 'The web server stopped by itself (SIGKILL). It is started again.',
    worker: 'The worker stopped by itself (SIGKILL). It is started again.',
    sandbox: 'The sandbox stopped by itself (SIGKILL). It is started again.',
    database: 'The database stopped by itself. It is started again.',
  };
  await settings.open();
  for (const [part, words] of Object.entries(died) as [PartName, string][]) {
    const name = `${person.name} before the ${part}`;
    await settings.rename(name);
    await expect(settings.status.filter({ hasText: 'Saved' })).toBeVisible();
    await page.goto('about:blank');
    const day = (await bank.now()).getTime();
    const before = await stack.pidOf(part);
    const said = (await stack.terminal()).length;
    const [{ at } = { at: new Date(0) }] = await query<{ at: Date }>(stack, 'SELECT clock_timestamp() AS at');

    await stack.unwatched(async () => {
      process.kill(before, 'SIGKILL');
      if (part !== 'database') return;
      await expect.poll(() => health(stack)).toMatchObject({ status: 503, body: { status: 'down', database: 'down' } });
    });
    await expect.poll(async () => (await stack.terminal()).slice(said)).toContain(words);
    await expect.poll(() => stack.pidOf(part).catch(() => before)).not.toBe(before);
    await untilWell(stack);
    const back: Partial<Record<PartName, string>> = {
      'web server': 'The web server runs again.',
      sandbox: 'The sandbox runs again.',
      database: 'The database runs again on',
    };
    await expect.poll(async () => (await stack.terminal()).slice(said)).toContain(back[part] ?? words);
    if (part === 'worker') {
      const works = () => query(stack, 'SELECT 1 FROM worker_heartbeat WHERE started_at > $1', [at]);
      await expect.poll(async () => (await works()).length, 'the new worker works').toBe(1);
    }
    const bankDay = async () => (await bank.now().catch(() => new Date(0))).getTime();
    await expect.poll(bankDay, 'the bank lives on, a day ahead').toBeGreaterThanOrEqual(day);
    await expectKept(page, stack, name);
    await settings.open();
  }
});

test('Ctrl-C stops everything and leaves nothing running, and the next start goes on', async ({
  signedIn: page,
  person,
  stack,
}) => {
  await page.goto('about:blank');
  expect(await stack.end('SIGINT')).toEqual({ code: 0, left: [] });
  expect(await stack.terminal()).toContain('Stopping …');
  await stack.start();
  await untilWell(stack);
  await expectKept(page, stack, person.name);
});

test('`npm run dev` brings the same, and ends as cleanly', async ({ page }) => {
  const stack = await startStack('dev');
  try {
    await untilWell(stack);
    await page.goto(`${stack.url}/sign-in`);
    await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeEnabled();
    expect(await stack.terminal()).toContain('Plumb, reloading on change');
    await page.goto('about:blank');
  } finally {
    await stack.stop();
  }
});
