import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { World } from '#sandbox/world/world.ts';
import type { Worlds } from '#sandbox/world/worlds.ts';
import { worldOf } from './answers.ts';
import { clockOf } from './clock.ts';

/** Between two words to one watcher pass at least so many milliseconds, however much happens. */
const gapMs = 150;

/** `GET /changes`: a stream (server-sent events) that says when something has happened in a world, and nothing otherwise. */
export function changeRoutes(worlds: Worlds): Hono {
  const app = new Hono();
  app.get('/changes', (context) => {
    const world = worldOf(context, worlds);
    return streamSSE(context, async (stream) => {
      let isNews = true;
      let wake = () => {};
      const noticed = () => {
        isNews = true;
        wake();
      };
      world.watchers.add(noticed);
      stream.onAbort(noticed);
      try {
        while (!stream.aborted && !world.closed) {
          if (isNews) {
            isNews = false;
            await stream.writeSSE({ data: JSON.stringify(pulseOf(world)) });
            await stream.sleep(gapMs);
          } else {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        world.watchers.delete(noticed);
      }
    });
  });
  return app;
}

/** What is cheap to say of a world at any time: its clock, the way it is on, and how many deliveries wait. */
function pulseOf(world: World) {
  const waiting = world.store.get<{ count: number }>(
    "select count(*) as count from deliveries where state = 'waiting'",
  );
  return { revision: world.revision, ...clockOf(world), advancing: world.advancing, waiting: waiting?.count ?? 0 };
}
