import { Hono } from 'hono';
import { redeliver } from '#sandbox/world/deliveries.ts';
import { type EventRow, eventObject } from '#sandbox/world/events.ts';
import { commit, type World } from '#sandbox/world/world.ts';
import type { Worlds } from '#sandbox/world/worlds.ts';
import { Refused, worldOf } from './answers.ts';

const pageRows = 200;

/** What went over the wires: events, deliveries with their attempts, requests with their answers. Newest first. */
export function trafficRoutes(worlds: Worlds): Hono {
  const app = new Hono();

  app.get('/events', (context) => {
    const world = worldOf(context, worlds);
    const rows = world.store.all<EventRow>('select * from events order by seq desc limit ?', pageRows);
    return context.json({ events: rows.map((row) => eventObject(world, row)) });
  });

  app.get('/deliveries', (context) => context.json({ deliveries: deliveriesOf(worldOf(context, worlds)) }));

  app.post('/deliveries/:id/redeliver', (context) => {
    const world = worldOf(context, worlds);
    const made = commit(world, () => redeliver(world, Number(context.req.param('id'))));
    if (!made) throw new Refused(404, 'No such delivery');
    return context.json(made);
  });

  app.get('/requests', (context) => context.json({ requests: worldOf(context, worlds).requests.toReversed() }));

  return app;
}

function deliveriesOf(world: World) {
  const rows = world.store.all<{ id: number; type: string; event: string; endpoint: string; url: string | null }>(
    `select deliveries.id, events.type, events.id as event, deliveries.endpoint, endpoints.url, deliveries.state,
       deliveries.attempts, deliveries.due_wall_ms as dueWallMs, deliveries.bend
     from deliveries join events on events.seq = deliveries.event left join endpoints on endpoints.id = deliveries.endpoint
     order by deliveries.id desc limit ?`,
    pageRows,
  );
  return rows.map((row) => ({
    ...row,
    log: world.store.all(
      'select wall_ms as wallMs, took_ms as tookMs, status, problem from attempts where delivery = ? order by id',
      row.id,
    ),
  }));
}
