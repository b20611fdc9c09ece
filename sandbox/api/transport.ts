import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Settings } from '#sandbox/settings.ts';
import { now } from '#sandbox/world/clock.ts';
import { apiVersion } from '#sandbox/world/events.ts';
import { type ArmedFault, type FaultName, takeFault } from '#sandbox/world/faults.ts';
import { newRequestId } from '#sandbox/world/ids.ts';
import { settle } from '#sandbox/world/timeline.ts';
import { commit, touch, type World } from '#sandbox/world/world.ts';
import type { Worlds } from '#sandbox/world/worlds.ts';
import type { Endpoint, Told } from './endpoint.ts';
import { ApiError } from './error.ts';
import { expandAnswer } from './expansion.ts';
import { fingerprintOf, recall, remember } from './idempotency.ts';
import { worldOfKey } from './keys.ts';
import { decode, type Raw, readParameters } from './parameters.ts';
import { countRequest } from './rate-limit.ts';

export type ApiContext = Context<{ Bindings: HttpBindings }>;

type Request = {
  world: World;
  /** The world's `generation` when the request came. */
  generation: number;
  /** The fault that it has met. */
  fault: ArmedFault | null;
  id: string;
  method: string;
  path: string;
  raw: Raw;
  key: string | null;
  clientIp: string | null;
};
type Answer = { status: number; body: string; headers: Record<string, string>; cut?: boolean };

const requestFaults: FaultName[] = [
  'unavailable',
  'server-error',
  'rate-limited',
  'lock-timeout',
  'connection-cut',
  'slow',
];
const loggedRequests = 300;
const loggedAnswer = 20_000;

/** Serves one request of the API from its key to its answer; `endpoint` is null for an address that does not exist. */
export async function serve(
  context: ApiContext,
  worlds: Worlds,
  endpoint: Endpoint | null,
  observe: Settings['observe'] = null,
): Promise<Response> {
  const startedMs = performance.now();
  const version = context.req.header('stripe-version') ?? apiVersion;
  const common: Record<string, string> = { 'content-type': 'application/json', 'stripe-version': version };
  let world: World;
  let secret: string;
  try {
    const named = worldOfKey(context.req.header('authorization'), endpoint?.publishable);
    world = worlds.get(named.world);
    secret = named.key;
  } catch (error) {
    const id = `req_${crypto.randomUUID().replaceAll('-', '').slice(0, 14)}`;
    return respond(
      context,
      { ...common, 'request-id': id, 'www-authenticate': 'Bearer realm="Stripe"' },
      failure(error, id),
    );
  }
  const id = newRequestId(world);
  const key = context.req.header('idempotency-key') ?? null;
  const headers = { ...common, 'request-id': id, ...(key ? { 'idempotency-key': key } : {}) };
  const request: Request = {
    world,
    generation: world.generation,
    fault: null,
    id,
    method: context.req.method,
    path: context.req.path,
    raw: {},
    key,
    clientIp: context.env.incoming.socket.remoteAddress ?? null,
  };
  let answer: Answer;
  try {
    request.raw = await parametersOf(context);
    refuseHeaders(context, version);
    countRequest(world, { key: secret, endpoint, nowMs: startedMs });
    answer = await answerTo(request, endpoint, context.req.param() as Record<string, string>);
  } catch (error) {
    answer = failure(error, id);
  }
  answer = observed(observe, request, answer);
  log(request, answer, performance.now() - startedMs);
  return respond(context, headers, answer);
}

async function parametersOf(context: ApiContext): Promise<Raw> {
  const query = new URL(context.req.url).search.slice(1);
  if (context.req.method === 'GET' || context.req.method === 'DELETE') return decode(query);
  const body = await context.req.text();
  const type = context.req.header('content-type') ?? '';
  if (body !== '' && type.includes('json')) {
    throw new ApiError(
      400,
      `Invalid request (check that your POST content type is application/x-www-form-urlencoded).`,
      {
        unexecuted: true,
      },
    );
  }
  return decode([query, body].filter((part) => part !== '').join('&'));
}

function refuseHeaders(context: ApiContext, version: string): void {
  if (!/^\d{4}-\d{2}-\d{2}(\.[a-z_]+)?$/.test(version)) {
    throw new ApiError(400, `Invalid Stripe API version: ${version}`, { unexecuted: true });
  }
  const account = context.req.header('stripe-account');
  if (account !== undefined) {
    throw new ApiError(
      403,
      `The provided key does not have access to account '${account}' (or that account does not exist). Application access may have been revoked.`,
      { code: 'account_invalid', unexecuted: true },
    );
  }
}

async function answerTo(request: Request, endpoint: Endpoint | null, path: Record<string, string>): Promise<Answer> {
  const { world, id, method, raw } = request;
  if (!endpoint) {
    throw new ApiError(
      404,
      `Unrecognized request URL (${method}: ${request.path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
      { unexecuted: true },
    );
  }
  const key = method === 'POST' ? request.key : null;
  const fingerprint = key ? fingerprintOf(method, request.path, raw) : '';
  const known = key ? recall(world, key, fingerprint) : null;
  if (known) {
    const headers = { 'idempotent-replayed': 'true', 'original-request': known.requestId };
    return { status: known.status, body: known.body, headers };
  }
  const fault = takeFaultFor(world, request.path);
  request.fault = fault;
  if (key) world.busyKeys.add(key);
  try {
    if (fault?.name === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.detail.ms ?? 3_000));
    if (isOfBefore(request)) return cut;
    if (fault && fault.name !== 'slow' && !fault.detail.after) return failed(fault, id);
    settle(world);
    const answer = execute(request, endpoint, path, key ? { key, fingerprint } : null);
    if (!fault?.detail.after) return answer;
    const broken = failed(fault, id);
    // What broke in the work itself is the result of that request, and stays it.
    if (key && fault.name === 'server-error') {
      commit(world, () => remember(world, key, fingerprint, { ...broken, requestId: id }));
    }
    return broken;
  } finally {
    if (key && !isOfBefore(request)) world.busyKeys.delete(key);
  }
}

const cut: Answer = { status: 0, body: '', headers: {}, cut: true };

/** Whether the world that was asked is gone: it has begun again since. */
function isOfBefore({ world, generation }: Request): boolean {
  return world.generation !== generation;
}

/** Runs the handler; what it changes, the events it causes and the remembered answer are one transaction. */
function execute(
  request: Request,
  endpoint: Endpoint,
  path: Record<string, string>,
  idempotent: { key: string; fingerprint: string } | null,
): Answer {
  const { world, id } = request;
  const params = readParameters(endpoint.schema, request.raw) as { expand?: string[] };
  const work = (): Answer => {
    const made = endpoint.handle({ world, params: params as never, path, clientIp: request.clientIp });
    const body = bodyOf(world, made, params.expand);
    if (idempotent) remember(world, idempotent.key, idempotent.fingerprint, { status: 200, body, requestId: id });
    return { status: 200, body, headers: {} };
  };
  if (endpoint.method === 'GET') return work();
  world.request = { id, idempotencyKey: request.key };
  try {
    return commit(world, work);
  } catch (error) {
    if (error instanceof ApiError && !error.fields.unexecuted && idempotent) {
      const answer = failure(error, id);
      commit(world, () => remember(world, idempotent.key, idempotent.fingerprint, { ...answer, requestId: id }));
    }
    throw error;
  } finally {
    world.request = null;
  }
}

function bodyOf(world: World, made: Told<object>, expand: string[] | undefined): string {
  if (!expand) return typeof made === 'string' ? made : JSON.stringify(made);
  const answer = typeof made === 'string' ? (JSON.parse(made) as object) : made;
  return JSON.stringify(expandAnswer(world, answer, expand));
}

function takeFaultFor(world: World, path: string): ArmedFault | null {
  return takeFault(world, requestFaults, (detail) => !detail.path || path.startsWith(detail.path));
}

function failed(fault: ArmedFault, id: string): Answer {
  const retry = fault.detail.shouldRetry === undefined ? {} : { shouldRetry: fault.detail.shouldRetry };
  if (fault.name === 'connection-cut') return cut;
  if (fault.name === 'rate-limited') {
    return failure(
      new ApiError(429, 'Request rate limit exceeded.', {
        code: 'rate_limit',
        rateLimited: 'global-rate',
        ...retry,
      }),
      id,
    );
  }
  if (fault.name === 'lock-timeout') {
    const message = 'This object cannot be accessed right now because another API request is currently accessing it.';
    return failure(
      new ApiError(429, message, { code: 'lock_timeout', rateLimited: 'resource-specific', ...retry }),
      id,
    );
  }
  const status = fault.name === 'unavailable' ? 503 : 500;
  const message = 'Sorry! There was an error while talking to one of our backends. Support has been notified.';
  return failure(new ApiError(status, message, { type: 'api_error', ...retry }), id);
}

function failure(error: unknown, id: string): Answer {
  if (!(error instanceof ApiError)) {
    process.stderr.write(`${id}: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
  const told =
    error instanceof ApiError ? error : new ApiError(500, 'An unknown error occurred.', { type: 'api_error' });
  const { shouldRetry, rateLimited } = told.fields;
  return {
    status: told.status,
    body: JSON.stringify(told.body(id)),
    headers: {
      ...(shouldRetry === undefined ? {} : { 'stripe-should-retry': String(shouldRetry) }),
      ...(rateLimited === undefined ? {} : { 'stripe-rate-limited-reason': rateLimited }),
    },
  };
}

/** The answer, or what is wrong with it when the sandbox is held against Stripe's description. */
function observed(observe: Settings['observe'], request: Request, answer: Answer): Answer {
  if (!observe || answer.cut) return answer;
  const { method, path, raw } = request;
  const problems = observe({ method, path, params: raw, status: answer.status, answer: answer.body });
  if (problems.length === 0) return answer;
  const message = `Not as Stripe describes it:\n${problems.join('\n')}`;
  process.stderr.write(`${message}\n`);
  return failure(new ApiError(500, message, { type: 'api_error', shouldRetry: false }), request.id);
}

function respond(context: ApiContext, headers: Record<string, string>, answer: Answer): Response {
  if (answer.cut) context.env.incoming.socket.destroy();
  return new Response(answer.body, { status: answer.status || 500, headers: { ...headers, ...answer.headers } });
}

function log(request: Request, answer: Answer, tookMs: number): void {
  if (isOfBefore(request)) return;
  const { requests } = request.world;
  requests.push({
    id: request.id,
    at: now(request.world),
    method: request.method,
    path: request.path,
    params: request.raw,
    idempotencyKey: request.key,
    status: answer.status,
    tookMs: Math.round(tookMs * 100) / 100,
    fault: request.fault?.name ?? null,
    answer: answer.body.length > loggedAnswer ? `${answer.body.slice(0, loggedAnswer)}…` : answer.body,
  });
  if (requests.length > loggedRequests) requests.splice(0, requests.length - loggedRequests);
  touch(request.world);
}
