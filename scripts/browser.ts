// Finds a Chromium for the tests, or installs one: `node scripts/run.mjs scripts/browser.ts`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

// Of packages: the same engine with nothing around it takes two thirds of the time, but it cannot open a window.
const shell = 'chromium-headless-shell';
const whole = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** What Chromium needs to run quietly in a test; as root it refuses its own sandbox. */
export function browserArguments(): string[] {
  const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  const still = ['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];
  return [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...quiet, ...still];
}

/**
 * The path of an installed Chromium or Chrome, or null. `CHROMIUM_PATH` names one by hand. `isWatched`: only one that has
 * a window.
 */
export async function findBrowser({ isWatched = false } = {}): Promise<string | null> {
  const named = process.env.CHROMIUM_PATH;
  if (named && existsSync(named)) return named;
  const folders = [...new Set(['/usr/bin', '/usr/local/bin', ...(process.env.PATH ?? '').split(delimiter)])];
  const names = isWatched ? whole : [shell, ...whole];
  const places = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const { chromium } = await import('playwright');
  return [...places, chromium.executablePath()].find((path) => path !== '' && existsSync(path)) ?? null;
}

/**
 * A browser for the tests: one that is there, else Playwright's own download, else Debian's package (as root). Says what
 * was done. Throws in words when there is no way.
 */
export async function ensureBrowser(say: (text: string) => void): Promise<string> {
  const found = await findBrowser();
  if (found) return found;
  say('No browser is installed. Trying the download of Playwright …');
  if (ran('node_modules/.bin/playwright', ['install', '--no-shell', 'chromium'])) {
    const own = await findBrowser();
    if (own) return own;
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('It cannot be reached. Installing a package of Debian …');
    const install = ['install', '-y', '-qq', '--no-install-recommends'];
    const isListed = ran('apt-get', ['update', '-qq']);
    // Debian has the first since its twelfth release.
    for (const name of isListed ? [shell, 'chromium'] : []) {
      const packaged = ran('apt-get', [...install, name]) ? await findBrowser() : null;
      if (packaged) return packaged;
    }
  }
  throw new Error(
    'No browser: install Chromium or Chrome (on Debian: apt-get install chromium), or set CHROMIUM_PATH.',
  );
}

const patienceMs = 300_000;

function ran(command: string, args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { env, stdio: 'ignore', timeout: patienceMs }).status === 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(await ensureBrowser(console.log));
}
