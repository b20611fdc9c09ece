import { createHash } from 'node:crypto';
import { loadScenario, type Scenario, scenarioNames } from '../sandbox/scenarios/scenario.ts';
import { test } from './fixtures.ts';
import { playScenario } from './scenarios/play-scenario.ts';

// Every file in sandbox/scenarios, each as a test; a new file needs no line here. They know nothing of each other, so that
// the workers may share them out.
test.describe.configure({ mode: 'parallel' });

for (const name of scenarioNames()) {
  const read = attempt(() => loadScenario(name));
  test(`scenario ${name}${read.ok ? `: ${read.value.title}` : ''}`, async ({ signedIn: page, bank, clock }) => {
    if (!read.ok) throw read.error;
    await playScenario({ page, bank, clock, scenario: read.value }, seedOf(read.value));
  });
}

/** A file that cannot be read fails its own test and no other. */
function attempt(load: () => Scenario): { ok: true; value: Scenario } | { ok: false; error: unknown } {
  try {
    return { ok: true, value: load() };
  } catch (error) {
    return { ok: false, error };
  }
}

function seedOf({ name, seed }: Scenario): number {
  return seed ?? createHash('sha256').update(name).digest().readUIntBE(0, 3);
}
