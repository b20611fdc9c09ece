import { Hono } from 'hono';
import { z } from 'zod';
import { FileRefused, type Problem } from '#sandbox/scenarios/located.ts';
import { runScenario } from '#sandbox/scenarios/run.ts';
import { loadScenario, type Scenario, scenarioNames } from '#sandbox/scenarios/scenario.ts';
import { stepWords } from '#sandbox/scenarios/words.ts';
import type { Worlds } from '#sandbox/world/worlds.ts';
import { bodyOf, Refused, worldNameOf, worldOf } from './answers.ts';
import { idSalt } from './clock.ts';

const playing = z.strictObject({
  /** begins the world again at the scenario's start, with everything in it forgotten but the webhook endpoints */
  reset: z.boolean().default(false),
  seed: z.number().int().min(0).optional(),
  ids: idSalt,
  people: z.enum(['played', 'real']).exactOptional(),
  from: z.number().int().min(1).exactOptional(),
  to: z.number().int().min(0).exactOptional(),
});

/** The scenarios: which there are, and playing one on the bank's side of a world. */
export function scenarioRoutes(worlds: Worlds): Hono {
  const app = new Hono();

  app.get('/scenarios', (context) => context.json({ scenarios: scenarioNames().map(described) }));

  app.post('/scenarios/:name', async (context) => {
    const { reset, seed, ids, ...options } = await bodyOf(context, playing);
    const scenario = asked(context.req.param('name'));
    if (reset) {
      const world = worldNameOf(context);
      const beginning = {
        seed: seed ?? scenario.seed ?? worlds.get(world).seed,
        ids: ids ?? '',
        mode: scenario.clock.runs,
        startMs: Date.parse(scenario.clock.start),
      };
      await worlds.reset(world, beginning, { endpoints: true });
    }
    return context.json(await runScenario(worldOf(context, worlds), scenario, options));
  });

  return app;
}

/** The scenario of that name; refused in words where there is none, or where its file is not right. */
function asked(name: string): Scenario {
  if (!scenarioNames().includes(name))
    throw new Refused(404, `No such scenario: ${name}; there are ${scenarioNames().join(', ')}`);
  try {
    return loadScenario(name);
  } catch (error) {
    if (error instanceof FileRefused) throw new Refused(400, error.message);
    throw error;
  }
}

function described(name: string): object {
  const problems: Problem[] = [];
  try {
    const { title, complaint, story, household, clock, links, steps } = loadScenario(name);
    const told = steps.map(({ index, line, kind, step }) => ({ step: index + 1, line, kind, words: stepWords(step) }));
    return { name, title, complaint, story, household, clock, links, steps: told, problems };
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    return { name, problems: error.problems };
  }
}
