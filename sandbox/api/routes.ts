import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Settings } from '#sandbox/settings.ts';
import type { Worlds } from '#sandbox/world/worlds.ts';
import { accountEndpoints } from './accounts.ts';
import { customerEndpoints } from './customers.ts';
import type { Endpoint } from './endpoint.ts';
import { eventEndpoints } from './events.ts';
import { sessionEndpoints } from './sessions.ts';
import { tokenEndpoints } from './tokens.ts';
import { transactionEndpoints } from './transactions.ts';
import { serve } from './transport.ts';
import { webhookEndpointEndpoints } from './webhook-endpoints.ts';

/** Every endpoint of the API; a new resource is a file of its own and a line here. */
export const endpoints: readonly Endpoint[] = [
  ...customerEndpoints,
  ...sessionEndpoints,
  ...accountEndpoints,
  ...transactionEndpoints,
  ...tokenEndpoints,
  ...eventEndpoints,
  ...webhookEndpointEndpoints,
];

/** The API below `/v1`. */
export function apiRoutes(worlds: Worlds, observe: Settings['observe'] = null): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  for (const endpoint of endpoints) {
    app.on(endpoint.method, endpoint.path, (context) => serve(context, worlds, endpoint, observe));
  }
  app.all('/v1/*', (context) => serve(context, worlds, null, observe));
  return app;
}
