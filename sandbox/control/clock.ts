import { Hono } from 'hono';
import { z } from 'zod';
import { nowMs, setClock, wallMs } from '#sandbox/world/clock.ts';
import { advance } from '#sandbox/world/timeline.ts';
import { commit, setPace, stripeRateLimit, type World } from '#sandbox/world/world.ts';
import type { Worlds } from '#sandbox/world/worlds.ts';
import { bodyOf, Refused, worldNameOf, worldOf } from './answers.ts';

const dayMs = 86_400_000;
const longestDays = 3_660;

const advancing = z.strictObject({
  days: z.number().min(0).max(longestDays).optional(),
  hours: z
    .number()
    .min(0)
    .max(longestDays * 24)
    .optional(),
  to: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
});

const slots = z.strictObject({
  balance: z.number().int().min(0).exactOptional(),
  ownership: z.number().int().min(0).exactOptional(),
  transactions: z.number().int().min(0).exactOptional(),
});
const perSecond = z.number().int().min(1).exactOptional();
const rateLimit = z.union([
  z.null(),
  z.literal('stripe').transform(() => stripeRateLimit),
  z.strictObject({
    total: perSecond,
    reads: perSecond,
    writes: perSecond,
    endpoint: perSecond,
    search: perSecond,
    shouldRetry: z.boolean().exactOptional(),
  }),
]);
const pacing = z.strictObject({
  refreshMs: z.number().int().min(0).exactOptional(),
  slotSeconds: slots.exactOptional(),
  shortlySeconds: z.number().int().min(0).exactOptional(),
  retryDelaysMs: z.array(z.number().int().min(0)).exactOptional(),
  deliveryTimeoutMs: z.number().int().min(1).exactOptional(),
  rateLimit: rateLimit.exactOptional(),
  backlog: z.number().int().min(1).exactOptional(),
});
type Pacing = z.infer<typeof pacing>;

/** Another salt gives another run of ids, so that an app that kept those of before meets none of them twice. */
export const idSalt = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'ids is 1 to 64 letters, digits, _ or -')
  .optional();

const resetting = z.strictObject({
  seed: z.number().int().min(0).optional(),
  ids: idSalt,
  now: z.iso.datetime({ offset: true }).optional(),
  clock: z.enum(['running', 'still']).optional(),
  keepEndpoints: z.boolean().optional(),
  pace: pacing.optional(),
});

/** The time machine: what the clock says, moving it on, beginning again, and how fast Stripe's side answers. */
export function clockRoutes(worlds: Worlds): Hono {
  const app = new Hono();

  app.get('/clock', (context) => context.json(clockOf(worldOf(context, worlds))));

  app.post('/clock', async (context) => {
    const { clock } = await bodyOf(context, z.strictObject({ clock: z.enum(['running', 'still']) }));
    const world = worldOf(context, worlds);
    commit(world, () => setClock(world, clock, nowMs(world)));
    return context.json(clockOf(world));
  });

  app.post('/advance', async (context) => {
    const request = await bodyOf(context, advancing);
    const world = worldOf(context, worlds);
    const happened = await advance(world, (fromMs) => targetMs(fromMs, request));
    return context.json({ ...clockOf(world), happened });
  });

  app.post('/reset', async (context) => {
    const request = await bodyOf(context, resetting);
    const name = worldNameOf(context);
    const beginning = {
      seed: request.seed ?? worlds.get(name).seed,
      ids: request.ids ?? '',
      mode: request.clock ?? 'running',
      startMs: request.now === undefined ? wallMs() : Date.parse(request.now),
    };
    const world = await worlds.reset(name, beginning, { endpoints: request.keepEndpoints ?? true });
    if (request.pace) changePace(world, request.pace);
    return context.json({ world: name, seed: world.seed, ...clockOf(world) });
  });

  app.post('/pace', async (context) => {
    const world = worldOf(context, worlds);
    changePace(world, await bodyOf(context, pacing));
    return context.json(world.pace);
  });

  return app;
}

export function clockOf(world: World) {
  const ms = nowMs(world);
  return { now: new Date(ms).toISOString(), nowMs: ms, clock: world.clock.mode };
}

function targetMs(fromMs: number, request: z.infer<typeof advancing>): number {
  const given = [request.days, request.hours, request.to].filter((value) => value !== undefined);
  if (given.length !== 1) throw new Refused(400, 'Say exactly one of days, hours, to');
  if (request.to !== undefined) {
    const toMs = Date.parse(request.to);
    if (toMs < fromMs) throw new Refused(400, 'The clock never goes back; reset begins again');
    if (toMs - fromMs > longestDays * dayMs) throw new Refused(400, `At most ${longestDays} days at once`);
    return toMs;
  }
  return fromMs + (request.days ?? 0) * dayMs + (request.hours ?? 0) * 3_600_000;
}

function changePace(world: World, change: Pacing): void {
  const { slotSeconds, ...rest } = change;
  commit(world, () => setPace(world, { ...rest, slotSeconds: { ...world.pace.slotSeconds, ...slotSeconds } }));
}
