import type Stripe from 'stripe';
import { z } from 'zod';
import { now } from '#sandbox/world/clock.ts';
import type { EndpointRow } from '#sandbox/world/events.ts';
import { newId, nextNumber } from '#sandbox/world/ids.ts';
import type { World } from '#sandbox/world/world.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { missing } from './error.ts';
import { list, page } from './lists.ts';
import { mergeMetadata } from './metadata.ts';
import { apiVersion, boolean, clearable, eventType, expand, metadata, paging, url } from './parameters.ts';

type WebhookEndpoint = Stripe.WebhookEndpoint;

const base = '/v1/webhook_endpoints';
const creation = z.strictObject({
  api_version: apiVersion.optional(),
  connect: boolean.optional(),
  description: clearable.optional(),
  enabled_events: z.array(eventType).min(1),
  metadata: metadata.optional(),
  url,
  ...expand,
});
const change = z.strictObject({
  description: clearable.optional(),
  disabled: boolean.optional(),
  enabled_events: z.array(eventType).min(1).optional(),
  metadata: metadata.optional(),
  url: url.optional(),
  ...expand,
});

export const webhookEndpointEndpoints: Endpoint[] = [
  endpoint('POST', base, creation, ({ world, params }) => {
    const object: WebhookEndpoint = {
      id: newId(world, 'we'),
      object: 'webhook_endpoint',
      api_version: params.api_version ?? null,
      application: null,
      created: now(world),
      description: params.description ?? null,
      enabled_events: params.enabled_events,
      livemode: false,
      metadata: mergeMetadata({}, params.metadata),
      status: 'enabled',
      url: params.url,
    };
    const secret = newId(world, 'whsec');
    const events = params.connect ? '[]' : JSON.stringify(params.enabled_events);
    world.store.run(
      'insert into endpoints values (?, ?, ?, ?, ?, ?, ?)',
      object.id,
      nextNumber(world, 'endpoint'),
      object.url,
      secret,
      object.status,
      events,
      JSON.stringify(object),
    );
    return { ...object, secret };
  }),
  endpoint('GET', base, z.strictObject(paging), ({ world, params }) => {
    const { rows, hasMore } = page<EndpointRow>(world, { table: 'endpoints', what: 'webhook endpoint' }, params);
    return list(base, rows.map(objectOf), hasMore);
  }),
  endpoint('GET', `${base}/:id`, z.strictObject(expand), ({ world, path }) => objectOf(rowOf(world, path.id))),
  endpoint('POST', `${base}/:id`, change, ({ world, params, path }) => {
    const row = rowOf(world, path.id);
    const before = objectOf(row);
    const status = params.disabled === undefined ? before.status : params.disabled ? 'disabled' : 'enabled';
    const after: WebhookEndpoint = {
      ...before,
      ...(params.description === undefined ? {} : { description: params.description }),
      enabled_events: params.enabled_events ?? before.enabled_events,
      metadata: mergeMetadata(before.metadata, params.metadata),
      status,
      url: params.url ?? before.url,
    };
    const events = row.enabled_events === '[]' ? '[]' : JSON.stringify(after.enabled_events);
    world.store.run(
      'update endpoints set url = ?, status = ?, enabled_events = ?, object = ? where id = ?',
      after.url,
      status,
      events,
      JSON.stringify(after),
      row.id,
    );
    return after;
  }),
  endpoint('DELETE', `${base}/:id`, z.strictObject({}), ({ world, path }) => {
    const row = rowOf(world, path.id);
    world.store.run('delete from endpoints where id = ?', row.id);
    world.store.run("update deliveries set state = 'failed' where endpoint = ? and state = 'waiting'", row.id);
    return { id: row.id, object: 'webhook_endpoint', deleted: true };
  }),
];

/** The secret is told on creation only. */
function objectOf(row: EndpointRow): WebhookEndpoint {
  return JSON.parse(row.object) as WebhookEndpoint;
}

function rowOf(world: World, id: string | undefined): EndpointRow {
  const row = world.store.get<EndpointRow>('select * from endpoints where id = ?', id ?? '');
  if (!row) throw missing('webhook endpoint', id ?? '', 'id', 'path');
  return row;
}
