import type { Page } from 'playwright/test';
import { violationsOf } from '../sandbox/testing/axe.ts';

const everything = { standards: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
/** What the dark scheme can break: the same document stands there in other colors. */
const colors = { rules: ['color-contrast', 'link-in-text-block'] };
const widths = [320, 768, 1440];
const schemes = ['light', 'dark'] as const;

/**
 * Looks at a page at every width: what axe finds serious in the light, which colors of it the dark breaks, and whether one
 * has to scroll sideways.
 */
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
      for (const { id, impact, nodes } of await violationsOf(page, colorScheme === 'light' ? everything : colors)) {
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
