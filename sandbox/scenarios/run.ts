import { commit, setPace, type World } from '#sandbox/world/world.ts';
import { notLinked } from './person.ts';
import { personSteps, playLinks, playStep, StepRefused } from './play.ts';
import { newRun, type RunState, readRun, writeRun } from './run-state.ts';
import type { PlannedStep, Scenario } from './scenario.ts';
import type { StepKind } from './schema.ts';
import { stepWords } from './words.ts';

/** What came of a step. `for the app`: nothing of it concerns the bank's side. */
export type Played = {
  /** counted from 1 */
  step: number;
  line: number;
  kind: StepKind;
  words: string;
  state: 'done' | 'held' | 'failed' | 'for the app';
  problems?: string[];
};

/** What came of a run. */
export type RunReport = {
  scenario: string;
  people: RunState['people'];
  ok: boolean;
  steps: Played[];
  /** the step at which to go on, or null at the end */
  next: number | null;
  /** what a person has to do before that */
  waitsFor: string | null;
};

export type RunOptions = {
  /** the first step, counted from 1; with it a run that was begun goes on */
  from?: number;
  /** the last step */
  to?: number;
  people?: RunState['people'];
};

/**
 * Plays a scenario in a world, from its beginning or from a step on. With real people it ends before each step that is a
 * person's; with played ones it goes through. An expectation that does not hold ends nothing; a step that cannot be carried
 * out does.
 */
export async function runScenario(world: World, scenario: Scenario, options: RunOptions = {}): Promise<RunReport> {
  const from = options.from ?? 1;
  const run =
    from > 1 ? (readRun(world, scenario.name) ?? begin(world, scenario, options)) : begin(world, scenario, options);
  const steps: Played[] = [];
  const report = (next: number | null, waitsFor: string | null): RunReport => {
    const ok = steps.every(({ state }) => state !== 'failed');
    return { scenario: scenario.name, people: run.people, ok, steps, next, waitsFor };
  };
  for (const planned of scenario.steps.slice(from - 1, options.to)) {
    const isPersons = personSteps.includes(planned.kind);
    if (isPersons && run.people === 'real') return report(planned.index + 2, stepWords(planned.step));
    const played = await playOne(world, scenario, run, planned);
    steps.push(played);
    if (played.state === 'failed' && planned.kind !== 'expect') return report(planned.index + 1, null);
  }
  const reached = Math.min(options.to ?? scenario.steps.length, scenario.steps.length);
  return report(reached < scenario.steps.length ? reached + 1 : null, null);
}

function begin(world: World, scenario: Scenario, options: RunOptions): RunState {
  const keys = scenario.links.flatMap(({ accounts }) => accounts);
  const people = options.people ?? (notLinked(world, keys).length === 0 ? 'real' : 'played');
  const transactions = scenario['rows-every'];
  if (transactions !== undefined) {
    commit(world, () => setPace(world, { slotSeconds: { ...world.pace.slotSeconds, transactions } }));
  }
  if (people === 'played') playLinks(world, scenario);
  const run = newRun(world, scenario.name, people);
  writeRun(world, run);
  return run;
}

async function playOne(world: World, scenario: Scenario, run: RunState, planned: PlannedStep): Promise<Played> {
  const { index, line, kind, step } = planned;
  const told = { step: index + 1, line, kind, words: stepWords(step) };
  try {
    const problems = await playStep(world, scenario, run, planned);
    if (problems.length > 0) return { ...told, state: 'failed', problems };
    if (kind !== 'expect') return { ...told, state: kind === 'answer-same-account' ? 'for the app' : 'done' };
    return { ...told, state: step.expect?.bank ? 'held' : 'for the app' };
  } catch (error) {
    if (error instanceof StepRefused) return { ...told, state: 'failed', problems: [error.message] };
    throw error;
  }
}
