import { type AddressInfo, isIPv6 } from 'node:net';
import { type HttpBindings, type ServerType, serve } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { apiRoutes } from '#sandbox/api/routes.ts';
import { browserRoutes } from '#sandbox/browser/routes.ts';
import { controlRoutes } from '#sandbox/control/routes.ts';
import type { MailReceiver } from '#sandbox/mail/receiver.ts';
import { mailRoutes } from '#sandbox/mail/routes.ts';
import { defaultSettings, type Settings } from '#sandbox/settings.ts';
import { openWorlds, type Worlds } from '#sandbox/world/worlds.ts';

export type Sandbox = {
  url: string;
  port: number;
  /** Port of the mail receiver, or null without one. */
  smtpPort: number | null;
  worlds: Worlds;
  close: () => Promise<void>;
};

/** Starts the sandbox; what the settings leave out has its default, the port excepted: any free one. */
export async function startSandbox(given: Partial<Settings> = {}): Promise<Sandbox> {
  const settings: Settings = { ...defaultSettings, port: 0, ...given };
  const worlds = openWorlds(settings);
  const app = new Hono<{ Bindings: HttpBindings }>();
  if (isLoopback(settings.host)) app.use('*', refuseForeignHosts);
  for (const path of ['/_sandbox/*', '/_dialog/*']) app.use(path, refuseForeignOrigins);
  app.route('/', browserRoutes(worlds, settings.businessName));
  app.route('/', mailRoutes(worlds));
  app.route('/', controlRoutes(worlds));
  app.route('/', apiRoutes(worlds, await observerOf(settings)));
  const server = await listen(app, settings);
  const { port } = server.address() as AddressInfo;
  const mail = settings.smtpPort === null ? null : await receiveMail(worlds, settings.host, settings.smtpPort);
  return {
    url: addressOf(settings.host, port),
    port,
    smtpPort: mail?.port ?? null,
    worlds,
    close: async () => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await Promise.all([new Promise((resolve) => server.close(resolve)), mail?.close()]);
      await worlds.close();
    },
  };
}

/** In an address a host of IPv6 stands in brackets. */
export function addressOf(host: string, port: number): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** What looks at every exchange; the check against a description is loaded only where there is one. */
async function observerOf({ observe, descriptionFile }: Settings): Promise<Settings['observe']> {
  if (observe || descriptionFile === null) return observe;
  const { openObserver } = await import('#sandbox/testing/observer.ts');
  return openObserver(descriptionFile);
}

/** The libraries of mail are a third of what a start would load; without a port for it they are not needed. */
async function receiveMail(worlds: Worlds, host: string, port: number): Promise<MailReceiver> {
  const { startMailReceiver } = await import('#sandbox/mail/receiver.ts');
  return startMailReceiver(worlds, host, port);
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

function isLoopback(host: string): boolean {
  return loopback.has(host);
}

/** A name of the outside that was made to point here (DNS rebinding) reaches nothing. */
const refuseForeignHosts: MiddlewareHandler = async (context, next) => {
  if (!isLoopback(new URL(context.req.url).hostname))
    return context.text('The sandbox answers on this machine only', 403);
  await next();
};

/** What changes something is asked for by the sandbox's own pages, and by programs, which name no origin. */
const refuseForeignOrigins: MiddlewareHandler = async (context, next) => {
  const origin = context.req.header('origin');
  const isSafe = context.req.method === 'GET' || context.req.method === 'HEAD';
  const isForeign =
    origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== new URL(context.req.url).host);
  if (isForeign && !isSafe) {
    const message = 'This is open to the pages of the sandbox itself and to programs only';
    return context.json({ error: { type: 'invalid_request_error', message } }, 403);
  }
  await next();
};

function listen(app: Hono<{ Bindings: HttpBindings }>, settings: Settings): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: settings.host, port: settings.port }, () => resolve(server));
    server.once('error', reject);
  });
}
