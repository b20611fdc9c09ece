import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright/test';

// The engine itself and not its wrapper for Playwright, which opens a window of its own for each look: with three widths
// and two color schemes for every page that is most of the time.
const fromWrapper = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'));
const engine = readFileSync(fromWrapper.resolve('axe-core/axe.min.js'), 'utf8');

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const widths = [320, 768, 1440];
const schemes = ['light', 'dark'] as const;

type Violation = { id: string; impact: string | null; nodes: { html: string; failureSummary?: string }[] };
type Axe = { run(context: Document, options: object): Promise<{ violations: Violation[] }> };

/** Looks at a page at every width, light and dark: what axe finds serious, and whether one has to scroll sideways. */
export async function inspect(page: Page): Promise<string[]> {
  const path = new URL(page.url()).pathname;
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // It is looked at when it has been painted so.
      await page.evaluate(async () => {
        for (let frames = 0; frames < 2; frames += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
      });
      for (const { id, impact, nodes } of await violationsOf(page)) {
        if (impact !== 'serious' && impact !== 'critical') continue;
        const [first] = nodes;
        const example = `${first?.html.slice(0, 160)} ${first?.failureSummary ?? ''}`;
        found.push(`${path} at ${width}, ${colorScheme}: ${id}, ${nodes.length} times: ${example}`);
      }
    }
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (beyond > 0) found.push(`${path} at ${width} scrolls sideways by ${beyond} px`);
  }
  return found;
}

async function violationsOf(page: Page): Promise<Violation[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(engine);
  return page.evaluate(async (tags) => {
    const { axe } = window as unknown as { axe: Axe };
    const runOnly = { type: 'tag', values: tags };
    return (await axe.run(document, { runOnly, resultTypes: ['violations'] })).violations;
  }, standards);
}
