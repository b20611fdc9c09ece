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

  // A page of another origin must not be able to drive the sandbox of whoever looks at it.
  app.use('*', async (context, next) => {
    const origin = context.req.header('origin');
    const safe = context.req.method === 'GET' || context.req.method === 'HEAD';
    if (!safe && origin !== undefined && new URL(context.req.url).host !== hostOf(origin)) {
      throw new Refused(403, 'The control routes take calls from their own pages and from programs only');
    }
    await next();
  });

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

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
