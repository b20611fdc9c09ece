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

/** Which rules of axe: those of some standards (`wcag2aa`, …), or some by name. */
type Only = { standards: readonly string[] } | { rules: readonly string[] };

/** What axe finds in one document, by all its rules or only by some. */
export async function violationsOf(target: Page | Frame, only: Only | null = null): Promise<Violation[]> {
  if (!(await target.evaluate(() => 'axe' in window))) await target.evaluate(engine);
  const runOnly =
    only && ('rules' in only ? { type: 'rule', values: only.rules } : { type: 'tag', values: only.standards });
  return target.evaluate(async (chosen) => {
    const { axe } = window as unknown as { axe: Axe };
    const options = { ...(chosen ? { runOnly: chosen } : {}), resultTypes: ['violations'] };
    return (await axe.run(document, options)).violations;
  }, runOnly);
}
