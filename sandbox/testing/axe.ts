import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright';

// The engine itself and not its wrapper for Playwright, which opens a window of its own for each look: with several widths
// and color schemes for every page that is most of the time.
const fromWrapper = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'));
const engine = readFileSync(fromWrapper.resolve('axe-core/axe.min.js'), 'utf8');

export type Violation = {
  id: string;
  impact: string | null;
  nodes: { html: string; target: string[]; failureSummary?: string }[];
};
type Axe = { run(context: Document, options: object): Promise<{ violations: Violation[] }> };

/** What axe finds in one document, by all its rules or by those of some standards (`wcag2aa`, …). */
export async function violationsOf(
  target: Page | Frame,
  standards: readonly string[] | null = null,
): Promise<Violation[]> {
  if (!(await target.evaluate(() => 'axe' in window))) await target.evaluate(engine);
  return target.evaluate(async (tags) => {
    const { axe } = window as unknown as { axe: Axe };
    const only = tags ? { runOnly: { type: 'tag', values: tags } } : {};
    return (await axe.run(document, { ...only, resultTypes: ['violations'] })).violations;
  }, standards);
}
