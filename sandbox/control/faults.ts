import { Hono } from 'hono';
import { z } from 'zod';
import { institutions } from '#sandbox/institutions.ts';
import { findAccount } from '#sandbox/world/accounts.ts';
import { eventTypes } from '#sandbox/world/events.ts';
import {
  actsAtOnce,
  armedFaults,
  armFault,
  disarmFaults,
  type FaultAtOnce,
  type FaultDetail,
  type FaultName,
  faultCatalogue,
} from '#sandbox/world/faults.ts';
import { strike } from '#sandbox/world/strike.ts';
import { commit, type World } from '#sandbox/world/world.ts';
import type { Worlds } from '#sandbox/world/worlds.ts';
import { bodyOf, Refused, worldOf } from './answers.ts';

const names = Object.keys(faultCatalogue) as [FaultName, ...FaultName[]];
const banks = institutions.map(({ key, name }) => ({ key, name }));

const arming = z.strictObject({
  fault: z.enum(names),
  /** For how many occasions; null = until removed. */
  times: z.number().int().min(1).nullable().default(1),
  path: z.string().startsWith('/').exactOptional(),
  account: z.string().exactOptional(),
  institution: z.enum(banks.map(({ key }) => key)).exactOptional(),
  feature: z.enum(['balance', 'ownership', 'transactions']).exactOptional(),
  /** In full, as Stripe writes it. */
  type: z.enum(eventTypes).exactOptional(),
  ms: z.number().int().min(0).max(600_000).exactOptional(),
  rows: z.number().int().min(1).exactOptional(),
  days: z.number().int().min(0).max(180).exactOptional(),
  amount: z.number().int().exactOptional(),
  after: z.boolean().exactOptional(),
  deactivates: z.boolean().exactOptional(),
  shouldRetry: z.boolean().exactOptional(),
});

/** The fault board: what there is and what it can be aimed at, what is armed, arming and removing. */
export function faultRoutes(worlds: Worlds): Hono {
  const app = new Hono();

  app.get('/faults', (context) =>
    context.json({
      catalogue: Object.entries(faultCatalogue).map(([name, entry]) => ({ name, ...entry })),
      institutions: banks,
      eventTypes,
      armed: armedFaults(worldOf(context, worlds)),
    }),
  );

  app.post('/faults', async (context) => {
    const { fault, times, ...detail } = await bodyOf(context, arming);
    const world = worldOf(context, worlds);
    refuseUnfit(world, fault, detail);
    const done = commit(world, () =>
      actsAtOnce(fault) ? strikeOnce(world, fault, detail, times) : armFault(world, fault, detail, times),
    );
    return context.json(done);
  });

  app.delete('/faults', (context) => {
    const world = worldOf(context, worlds);
    return context.json({ removed: commit(world, () => disarmFaults(world)) });
  });

  app.delete('/faults/:id', (context) => {
    const world = worldOf(context, worlds);
    const removed = commit(world, () => disarmFaults(world, Number(context.req.param('id'))));
    if (removed === 0) throw new Refused(404, 'No such armed fault');
    return context.json({ removed });
  });

  return app;
}

function refuseUnfit(world: World, fault: FaultName, detail: FaultDetail): void {
  const takes: readonly string[] = faultCatalogue[fault].takes;
  const extra = Object.keys(detail).filter((name) => !takes.includes(name));
  if (extra.length > 0)
    throw new Refused(400, `${fault} does not take ${extra.join(', ')}; it takes ${takes.join(', ')}`);
  if (detail.account !== undefined && !findAccount(world, detail.account)) {
    throw new Refused(404, `No such account: ${detail.account}`);
  }
}

function strikeOnce(world: World, fault: FaultAtOnce, detail: FaultDetail, times: number | null) {
  const { account } = detail;
  if (account === undefined) throw new Refused(400, `${fault} needs an account`);
  if (times !== 1) throw new Refused(400, `${fault} happens at once, and once: leave times out`);
  const problem = strike(world, fault, account, detail);
  if (problem) throw new Refused(400, `${fault} does nothing to ${account}: ${problem}`);
  return { id: null, name: fault, detail, remaining: 0 };
}
