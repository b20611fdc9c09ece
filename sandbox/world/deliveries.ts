import { createHmac } from 'node:crypto';
import { wallMs } from './clock.ts';
import type { EndpointRow, EventRow } from './events.ts';
import { touch, type World } from './world.ts';

export type DeliveryRow = {
  id: number;
  event: number;
  endpoint: string;
  state: 'waiting' | 'delivered' | 'failed' | 'lost';
  attempts: number;
  due_wall_ms: number;
  bend: string | null;
};

/** The header Stripe signs a body with: HMAC-SHA256 of `t.body` under the whole secret, at wall time. */
function signatureHeader(body: string, secret: string, wallSeconds: number): string {
  const signature = createHmac('sha256', secret).update(`${wallSeconds}.${body}`, 'utf8').digest('hex');
  return `t=${wallSeconds},v1=${signature}`;
}

/** Queues a delivery once more, now; null when there is no such delivery. */
export function redeliver(world: World, id: number): DeliveryRow | null {
  const row = world.store.get<DeliveryRow>('select * from deliveries where id = ?', id);
  if (!row) return null;
  const { lastId } = world.store.run(
    "insert into deliveries (event, endpoint, state, due_wall_ms, bend) values (?, ?, 'waiting', ?, null)",
    row.event,
    row.endpoint,
    wallMs(),
  );
  return world.store.get<DeliveryRow>('select * from deliveries where id = ?', lastId) ?? null;
}

export type Courier = {
  look: () => void;
  /**
   * Waits while a receiver that answers is more than the world's `backlog` first deliveries behind. One that does not
   * answer at all (refused, or past its time) holds nobody up: time would stand still for a program that has ended.
   */
  room: () => Promise<void>;
  stop: () => Promise<void>;
};

/**
 * Delivers what is waiting: endpoint by endpoint in order, one at a time, so that a slow receiver slows its own queue, and
 * an advance of the clock, and loses nothing. A failed delivery is repeated after the world's pauses and does not hold up the ones behind it.
 */
export function startCourier(world: World): Courier {
  const stopping = new AbortController();
  const busy = new Map<string, Promise<void>>();
  const silent = new Set<string>();
  let inRoom: (() => void)[] = [];
  let timer: NodeJS.Timeout | null = null;

  function look(): void {
    if (stopping.signal.aborted) return;
    const waiting = world.store.all<{ endpoint: string; due: number }>(
      "select endpoint, min(due_wall_ms) as due from deliveries where state = 'waiting' group by endpoint",
    );
    let next = Number.POSITIVE_INFINITY;
    for (const { endpoint, due } of waiting) {
      if (busy.has(endpoint)) continue;
      if (due > wallMs()) next = Math.min(next, due);
      else busy.set(endpoint, empty(endpoint));
    }
    if (timer) clearTimeout(timer);
    timer = null;
    if (next < Number.POSITIVE_INFINITY) {
      timer = setTimeout(look, Math.max(1, Math.min(next - wallMs(), 60_000)));
      timer.unref();
    }
  }

  async function empty(endpoint: string): Promise<void> {
    let tried = 0;
    try {
      for (;;) {
        const delivery = world.store.get<DeliveryRow>(
          "select * from deliveries where endpoint = ? and state = 'waiting' and due_wall_ms <= ? order by due_wall_ms, id limit 1",
          endpoint,
          wallMs(),
        );
        if (!delivery) break;
        const answered = await attempt(world, delivery, stopping.signal);
        if (stopping.signal.aborted) return;
        if (answered) silent.delete(endpoint);
        else silent.add(endpoint);
        // Whoever waits for room counts all that waits: not after every single delivery.
        tried += 1;
        if (!answered || tried % Math.ceil(world.pace.backlog / 10) === 0) wake();
      }
    } finally {
      busy.delete(endpoint);
      wake();
    }
    setImmediate(look);
  }

  function wake(): void {
    const waking = inRoom;
    inRoom = [];
    for (const again of waking) again();
  }

  async function room(): Promise<void> {
    while (!stopping.signal.aborted && endpointsBehind(world).some((endpoint) => !silent.has(endpoint))) {
      look();
      await new Promise<void>((resolve) => {
        inRoom.push(resolve);
      });
    }
  }

  async function stop(): Promise<void> {
    stopping.abort();
    wake();
    if (timer) clearTimeout(timer);
    await Promise.all(busy.values());
  }

  return { look, room, stop };
}

/** Endpoints with more deliveries due that have never been tried than the world lets pile up. */
function endpointsBehind(world: World): string[] {
  const rows = world.store.all<{ endpoint: string }>(
    "select endpoint from deliveries where state = 'waiting' and attempts = 0 and due_wall_ms <= ? group by endpoint having count(*) > ?",
    wallMs(),
    world.pace.backlog,
  );
  return rows.map(({ endpoint }) => endpoint);
}

/** Sends once; false when there was no answer. */
async function attempt(world: World, delivery: DeliveryRow, stopping: AbortSignal): Promise<boolean> {
  const endpoint = world.store.get<EndpointRow>('select * from endpoints where id = ?', delivery.endpoint);
  const event = world.store.get<EventRow>('select * from events where seq = ?', delivery.event);
  if (!endpoint || !event || endpoint.status !== 'enabled') {
    world.store.run("update deliveries set state = 'failed' where id = ?", delivery.id);
    return true;
  }
  const body = JSON.stringify(JSON.parse(event.json), null, 2);
  const startedMs = wallMs();
  const secret =
    delivery.bend === 'badly-signed' && delivery.attempts === 0 ? 'whsec_of_somebody_else' : endpoint.secret;
  const answer = await post(
    world,
    endpoint.url,
    body,
    signatureHeader(body, secret, Math.floor(startedMs / 1000)),
    stopping,
  );
  if (!stopping.aborted) record(world, delivery, startedMs, answer);
  return answer.status !== null;
}

type Answer = { status: number | null; problem: string | null };

async function post(
  world: World,
  url: string,
  body: string,
  signature: string,
  stopping: AbortSignal,
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(world.pace.deliveryTimeoutMs)]),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signature,
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
      body,
    });
    await response.arrayBuffer();
    return { status: response.status, problem: null };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { status: null, problem: cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause) };
  }
}

/** Writes down what came of an attempt and when the next one is due. A reset may have swept the delivery away meanwhile. */
function record(world: World, delivery: DeliveryRow, startedMs: number, answer: Answer): void {
  const delivered = answer.status !== null && answer.status >= 200 && answer.status < 300;
  const pause = world.pace.retryDelaysMs[delivery.attempts];
  const state = delivered ? 'delivered' : pause === undefined ? 'failed' : 'waiting';
  world.store.transaction(() => {
    const { changes } = world.store.run(
      'update deliveries set state = ?, attempts = attempts + 1, due_wall_ms = ? where id = ? and event = ?',
      state,
      wallMs() + (pause ?? 0),
      delivery.id,
      delivery.event,
    );
    if (changes === 0) return;
    world.store.run(
      'insert into attempts (delivery, wall_ms, took_ms, status, problem) values (?, ?, ?, ?, ?)',
      delivery.id,
      startedMs,
      wallMs() - startedMs,
      answer.status,
      answer.problem,
    );
  });
  touch(world);
}
