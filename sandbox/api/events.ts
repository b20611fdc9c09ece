import { z } from 'zod';
import { daySeconds, now } from '#sandbox/world/clock.ts';
import { type EventRow, eventObject } from '#sandbox/world/events.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { ApiError, missing } from './error.ts';
import { type Condition, list, page, within } from './lists.ts';
import { boolean, expand, paging, range, text } from './parameters.ts';

const listing = z.strictObject({
  created: range.optional(),
  delivery_success: boolean.optional(),
  type: text.optional(),
  types: z.array(text).optional(),
  ...paging,
});

/** Events can be listed for so long. */
const keptDays = 30;
/** Events that an endpoint has not taken, however often they were sent to it. */
const undelivered = "select event from deliveries group by event, endpoint having sum(state = 'delivered') = 0";

export const eventEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/events', listing, ({ world, params }) => {
    if (params.type !== undefined && params.types !== undefined) {
      throw new ApiError(400, 'You may only specify one of these parameters: type, types.', {
        code: 'parameters_exclusive',
        param: 'types',
        unexecuted: true,
      });
    }
    const kept = { sql: 'created >= ?', values: [now(world) - keptDays * daySeconds] };
    const filters: Condition[] = [kept, ...within('created', params.created)];
    if (params.type !== undefined) filters.push(typeCondition(params.type));
    if (params.types !== undefined) {
      filters.push({ sql: `type in (${params.types.map(() => '?').join(', ')})`, values: params.types });
    }
    if (params.delivery_success !== undefined) {
      filters.push({ sql: `seq ${params.delivery_success ? 'not in' : 'in'} (${undelivered})`, values: [] });
    }
    const { rows, hasMore } = page<EventRow>(world, { table: 'events', what: 'event', filters }, params);
    return list(
      '/v1/events',
      rows.map((row) => eventObject(world, row)),
      hasMore,
    );
  }),
  endpoint('GET', '/v1/events/:id', z.strictObject(expand), ({ world, path }) => {
    const row = world.store.get<EventRow>('select * from events where id = ?', path.id ?? '');
    if (!row) throw missing('event', path.id ?? '', 'id', 'path');
    return eventObject(world, row);
  }),
];

/** A type may end in `*`, as in `financial_connections.account.*`. */
function typeCondition(type: string): Condition {
  if (!type.endsWith('*')) return { sql: 'type = ?', values: [type] };
  const prefix = type.slice(0, -1);
  return { sql: 'substr(type, 1, ?) = ?', values: [prefix.length, prefix] };
}
