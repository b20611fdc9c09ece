// Follows Stripe's guide to the data products against a sandbox of its own, or the one that SANDBOX_URL names.
import { chromium } from 'playwright';
import { startSandbox } from '#sandbox/server.ts';
import { browserArguments, ensureBrowser } from '../../scripts/browser.ts';
import { followGuide } from './guide.ts';
import { startNarrator } from './narrator.ts';
import { guideWorld } from './sandbox-world.ts';

const named = process.env.SANDBOX_URL;
const own = named ? null : await startSandbox();
const browser = await chromium.launch({ executablePath: await ensureBrowser(console.log), args: browserArguments() });
const narrator = startNarrator(console.log);
try {
  await followGuide({ ...(await guideWorld(named ?? own?.url ?? '')), browser, narrator });
  const { steps, claims } = narrator.tally();
  console.log(`\nThe guide works from start to finish: ${steps} steps, ${claims} claims held.`);
} catch (error) {
  console.error(`\n✗ ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await browser.close();
  await own?.close();
}
