import { Hono } from 'hono';
import type { Worlds } from '#sandbox/world/worlds.ts';
import { accountRoutes } from './accounts.ts';
import { Refused } from './answers.ts';
import { changeRoutes } from './changes.ts';
import { clockRoutes } from './clock.ts';
import { faultRoutes } from './faults.ts';
import { scenarioRoutes } from './scenarios.ts';
import { stateRoutes } from './state.ts';
import { trafficRoutes } from './traffic.ts';
import { truthRoutes } from './truth.ts';

/** Everything below `/_sandbox` that drives or shows a world, as JSON; `?world=` names it. */
export function controlRoutes(worlds: Worlds): Hono {
  const app = new Hono().basePath('/_sandbox');

  for (const routes of [
    changeRoutes,
    clockRoutes,
    stateRoutes,
    faultRoutes,
    accountRoutes,
    truthRoutes,
    trafficRoutes,
    scenarioRoutes,
  ]) {
    app.route('/', routes(worlds));
  }

  app.onError((error, context) => {
    if (error instanceof Refused) return context.json({ error: { message: error.message } }, error.status);
    process.stderr.write(`${error.stack}\n`);
    return context.json({ error: { message: 'The sandbox failed; its log says why' } }, 500);
  });
  return app;
}
