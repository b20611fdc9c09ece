import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

let folder: string;
const ownArguments = process.argv;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-browsers-'));
  for (const name of ['chromium', 'chromium-headless-shell']) {
    await writeFile(join(folder, name), '');
  }
  vi.stubEnv('PATH', folder);
  vi.stubEnv('CHROMIUM_PATH', undefined);
});
afterEach(async () => {
  process.argv = ownArguments;
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** The browser that the configuration of the tests names, in a process with these options. */
async function configured(...options: string[]): Promise<string> {
  process.argv = ['node', 'playwright', 'test', ...options];
  vi.resetModules();
  const { default: config } = await import('../playwright.config.ts');
  return basename(config.use?.launchOptions?.executablePath ?? '');
}

describe('the browser of the tests', () => {
  test('has nothing around it', async () => {
    expect(await configured()).toBe('chromium-headless-shell');
  });

  test('has a window when somebody watches, in the workers too, which do not see the options', async () => {
    expect(await configured('--headed')).toBe('chromium');
    expect(await configured()).toBe('chromium');
  });

  test('has a window for the inspector', async () => {
    vi.stubEnv('PWDEBUG', '1');
    expect(await configured()).toBe('chromium');
  });

  test('is the one named by hand before any other', async () => {
    vi.stubEnv('CHROMIUM_PATH', join(folder, 'chromium'));
    expect(await configured()).toBe('chromium');
  });
});
