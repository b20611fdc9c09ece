import { chromium } from 'playwright';
import { browserArguments, ensureBrowser } from '../scripts/browser.ts';
import { type Finding, median, number } from './measure.ts';

const visits = 5;

/** What the first visit of the overview costs a browser with an empty cache: scripts by the wire, and the time until a key works. */
export async function measureBrowser(url: string, cookie: string): Promise<Finding[]> {
  const browser = await chromium.launch({ executablePath: await ensureBrowser(console.log), args: browserArguments() });
  const [sizes, times]: [number[], number[]] = [[], []];
  try {
    for (let i = 0; i < visits; i += 1) {
      const context = await browser.newContext();
      const [name = '', value = ''] = cookie.split('=');
      await context.addCookies([{ name, value, url }]);
      const page = await context.newPage();
      const session = await context.newCDPSession(page);
      await session.send('Network.enable');
      const scripts = new Set<string>();
      let bytes = 0;
      session.on('Network.responseReceived', ({ requestId, type }) => {
        if (type === 'Script') scripts.add(requestId);
      });
      session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
        if (scripts.has(requestId)) bytes += encodedDataLength;
      });
      await page.goto(`${url}/overview`, { waitUntil: 'commit' });
      times.push(await page.evaluate(untilKeysWork));
      await page.waitForLoadState('networkidle');
      sizes.push(bytes / 1024);
      await context.close();
    }
  } finally {
    await browser.close();
  }
  const [size, time] = [median(sizes), median(times)];
  return [
    {
      what: 'overview: scripts by the wire',
      product: `${number(size)} KB`,
      control: '250 KB',
      ratio: size / 250,
      goal: '≤ 250 KB',
      isMet: size <= 250,
    },
    {
      what: 'overview: until a key works',
      product: `${number(time)} ms`,
      control: '1,000 ms',
      ratio: time / 1000,
      goal: '< 1 s',
      isMet: time < 1000,
    },
  ];
}

/** Runs in the page: presses the key that hides amounts until it does, and tells when that was, in ms since navigation. */
function untilKeysWork(): Promise<number> {
  return new Promise((done) => {
    const timer = setInterval(() => {
      document.dispatchEvent(new KeyboardEvent('keydown', { key: '.', bubbles: true }));
      // The first bytes have come, perhaps no element yet.
      if (!document.documentElement?.classList.contains('hide-amounts')) return;
      clearInterval(timer);
      done(performance.now());
    }, 10);
  });
}
