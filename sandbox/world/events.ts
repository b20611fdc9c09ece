import type Stripe from 'stripe';
import { now, wallMs } from './clock.ts';
import { type FaultName, takeFault } from './faults.ts';
import { newId } from './ids.ts';
import type { World } from './world.ts';

export const apiVersion = '2026-10-28.endive';

/** Everything that can happen in a world. */
export const eventTypes = [
  'financial_connections.account.created',
  'financial_connections.account.deactivated',
  'financial_connections.account.reactivated',
  'financial_connections.account.disconnected',
  'financial_connections.account.refreshed_balance',
  'financial_connections.account.refreshed_ownership',
  'financial_connections.account.refreshed_transactions',
  'financial_connections.account.expected_deactivation_date_updated',
  'financial_connections.account.upcoming_deactivation',
  'financial_connections.account.account_numbers_updated',
  'financial_connections.account.upcoming_account_number_expiry',
  'financial_connections.account.supported_payment_method_types_updated',
  'financial_connections.authorization.expected_deactivation_date_updated',
  'financial_connections.authorization.upcoming_deactivation',
  'customer.created',
  'customer.updated',
  'customer.deleted',
  'customer.source.created',
  'customer.source.deleted',
  'customer.tax_id.created',
] as const satisfies readonly Stripe.Event['type'][];

export type EventType = (typeof eventTypes)[number];
export type EventRow = { seq: number; id: string; type: string; created: number; json: string };
export type EndpointRow = {
  id: string;
  seq: number;
  url: string;
  secret: string;
  status: 'enabled' | 'disabled';
  enabled_events: string;
  object: string;
};

const webhookFaults: FaultName[] = [
  'webhook-lost',
  'webhook-doubled',
  'webhook-delayed',
  'webhook-reordered',
  'webhook-badly-signed',
];

/** How long a reordered delivery waits for a later event, wall milliseconds. */
const reorderWaitMs = 5_000;

/**
 * Records an event with the object as it is now and queues its deliveries. Belongs to the transaction of its cause.
 * `previous` holds the changed fields' former values.
 */
export function emit(world: World, type: EventType, object: object, previous?: Record<string, unknown>): string {
  const endpoints = world.store
    .all<EndpointRow>("select * from endpoints where status = 'enabled' order by seq")
    .filter((endpoint) => wants(endpoint, type));
  const id = newId(world, 'evt');
  const event = {
    id,
    object: 'event',
    api_version: apiVersion,
    created: now(world),
    data: previous ? { object, previous_attributes: previous } : { object },
    livemode: false,
    pending_webhooks: endpoints.length,
    request: { id: world.request?.id ?? null, idempotency_key: world.request?.idempotencyKey ?? null },
    type,
  };
  const { lastId } = world.store.run(
    'insert into events (id, type, created, json) values (?, ?, ?, ?)',
    id,
    type,
    event.created,
    JSON.stringify(event),
  );
  if (endpoints.length > 0) queueDeliveries(world, lastId, type, endpoints);
  return id;
}

function wants(endpoint: EndpointRow, type: string): boolean {
  const types = JSON.parse(endpoint.enabled_events) as string[];
  return types.includes('*') || types.includes(type);
}

function queueDeliveries(world: World, event: number, type: string, endpoints: EndpointRow[]): void {
  const fault = takeFault(world, webhookFaults, (detail) => !detail.type || detail.type === type);
  for (const endpoint of endpoints) {
    const wall = wallMs();
    releaseReordered(world, endpoint.id, wall);
    const bend = fault?.name.replace('webhook-', '') ?? null;
    const queue = (state: string, dueMs: number) =>
      world.store.run(
        'insert into deliveries (event, endpoint, state, due_wall_ms, bend) values (?, ?, ?, ?, ?)',
        event,
        endpoint.id,
        state,
        dueMs,
        bend,
      );
    if (bend === 'lost') queue('lost', wall);
    else if (bend === 'delayed') queue('waiting', wall + (fault?.detail.ms ?? 3_000));
    else if (bend === 'reordered') queue('waiting', wall + reorderWaitMs);
    else queue('waiting', wall);
    if (bend === 'doubled') queue('waiting', wall);
  }
}

/** An event has come after a held-back one: that one may follow now. */
function releaseReordered(world: World, endpoint: string, wall: number): void {
  world.store.run(
    "update deliveries set due_wall_ms = min(due_wall_ms, ?) where endpoint = ? and state = 'waiting' and bend = 'reordered' and attempts = 0",
    wall + 1,
    endpoint,
  );
}

/** The event as the API and a delivery tell it. */
export function eventObject(world: World, row: EventRow): Stripe.Event {
  const event = JSON.parse(row.json) as Stripe.Event;
  const pending = world.store.get<{ count: number }>(
    "select count(distinct endpoint) as count from deliveries where event = ? and state = 'waiting'",
    row.seq,
  );
  return { ...event, pending_webhooks: pending?.count ?? 0 } as Stripe.Event;
}
