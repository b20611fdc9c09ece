import { type Context, Hono } from 'hono';
import { redeliver } from '#sandbox/world/deliveries.ts';
import { type EventRow, eventObject } from '#sandbox/world/events.ts';
import { commit, type World } from '#sandbox/world/world.ts';
import type { Worlds } from '#sandbox/world/worlds.ts';
import { Refused, worldOf } from './answers.ts';

const usualRows = 200;
const mostRows = 1_000;

/** How many rows `?limit=` asks for. */
function limitOf(context: Context): number {
  const given = context.req.query('limit');
  if (given === undefined) return usualRows;
  const limit = Number(given);
  if (!Number.isInteger(limit) || limit < 1) throw new Refused(400, 'limit is a whole number from 1');
  return Math.min(limit, mostRows);
}

/** What went over the wires: events, deliveries with their attempts, requests with their answers. Newest first. */
export function trafficRoutes(worlds: Worlds): Hono {
  const app = new Hono();

  // With `?deliveries=yes` all deliveries of just these events come along, however many each has.
  app.get('/events', (context) => {
    const world = worldOf(context, worlds);
    const rows = world.store.all<EventRow>('select * from events order by seq desc limit ?', limitOf(context));
    const events: object[] = rows.map((row) => eventObject(world, row));
    if (context.req.query('deliveries') !== 'yes') return context.json({ events });
    return context.json({ events, deliveries: deliveriesOf(world, fromEvent, rows.at(-1)?.seq ?? 0) });
  });

  app.get('/deliveries', (context) =>
    context.json({ deliveries: deliveriesOf(worldOf(context, worlds), newest, limitOf(context)) }),
  );

  app.post('/deliveries/:id/redeliver', (context) => {
    const world = worldOf(context, worlds);
    const made = commit(world, () => redeliver(world, Number(context.req.param('id'))));
    if (!made) throw new Refused(404, 'No such delivery');
    return context.json(made);
  });

  // With `?answers=no` the answers stay here: a page of transactions is long, and one asks for a single one of them.
  app.get('/requests', (context) => {
    const requests = worldOf(context, worlds).requests.slice(-limitOf(context)).reverse();
    if (context.req.query('answers') !== 'no') return context.json({ requests });
    return context.json({ requests: requests.map(({ answer, ...request }) => ({ ...request, bytes: answer.length })) });
  });

  app.get('/requests/:id', (context) => {
    const found = worldOf(context, worlds).requests.find(({ id }) => id === context.req.param('id'));
    if (!found) throw new Refused(404, 'No such request, or too long ago');
    return context.json(found);
  });

  return app;
}

const newest = 'order by deliveries.id desc limit ?';
const fromEvent = 'where deliveries.event >= ? order by deliveries.id desc';

function deliveriesOf(world: World, which: typeof newest | typeof fromEvent, value: number) {
  const rows = world.store.all<{ id: number; type: string; event: string; endpoint: string; url: string | null }>(
    `select deliveries.id, events.type, events.id as event, deliveries.endpoint, endpoints.url, deliveries.state,
       deliveries.attempts, deliveries.due_wall_ms as dueWallMs, deliveries.bend
     from deliveries join events on events.seq = deliveries.event left join endpoints on endpoints.id = deliveries.endpoint
     ${which}`,
    value,
  );
  return rows.map((row) => ({
    ...row,
    log: world.store.all(
      'select wall_ms as wallMs, took_ms as tookMs, status, problem from attempts where delivery = ? order by id',
      row.id,
    ),
  }));
}
