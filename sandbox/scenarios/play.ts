import { accountRow } from '#sandbox/world/accounts.ts';
import { daySeconds, now } from '#sandbox/world/clock.ts';
import { redeliver } from '#sandbox/world/deliveries.ts';
import type { FaultDetail } from '#sandbox/world/faults.ts';
import { actsAtOnce, armedFaults, armFault, disarmFaults } from '#sandbox/world/faults.ts';
import { addRow, alterRow, heal, postRow, rowStatus, voidRow } from '#sandbox/world/ledger-edits.ts';
import { deactivate, disconnect, reactivate, reissueOnRelink } from '#sandbox/world/lifecycle.ts';
import { strike } from '#sandbox/world/strike.ts';
import { advance, completeRefreshes } from '#sandbox/world/timeline.ts';
import { commit, type World } from '#sandbox/world/world.ts';
import { checkBank } from './check-bank.ts';
import { fullType } from './event-types.ts';
import { detailKeys } from './fault-schema.ts';
import { playAsking, playLink, playReading } from './person.ts';
import { linkedAccount, noteFirstIds, type RunState } from './run-state.ts';
import type { PlannedStep, Scenario } from './scenario.ts';
import type { Step, StepKind } from './schema.ts';

/** A step that cannot be carried out as the world stands; its message says what to do. */
export class StepRefused extends Error {
  override name = 'StepRefused';
}

/** Links everything that the scenario begins with, as its people would. */
export function playLinks(world: World, scenario: Scenario): void {
  for (const link of scenario.links) playLink(world, link);
}

/** Steps that are a person's, or are for an app to show. */
export const personSteps: readonly StepKind[] = ['sign-in-again', 'ask-bank', 'answer-same-account'];

/**
 * Plays one step on the bank's side. Returns what does not hold, for a step that expects something; nothing otherwise.
 * Throws `StepRefused` when the world is not so that the step can be carried out.
 */
export async function playStep(
  world: World,
  scenario: Scenario,
  run: RunState,
  planned: PlannedStep,
): Promise<string[]> {
  const keys = scenario.links.flatMap(({ accounts }) => accounts);
  noteFirstIds(world, run, keys);
  const { step } = planned;
  if (step.expect)
    return step.expect.bank ? checkBank(world, run, heard(world, step.expect.bank), scenario.accountKey) : [];
  if (step.advance !== undefined) {
    const { days = 0, hours = 0, to } = step.advance;
    await advance(world, (fromMs) => (to ? Date.parse(to) : fromMs + (days * 24 + hours) * 3_600_000));
    if (run.people === 'played') playReading(world, keys);
    return [];
  }
  if (personSteps.includes(planned.kind)) playPerson(world, scenario, step);
  else if (step['complete-refreshes']) completeRefreshes(world, 'all');
  else commit(world, () => change(world, scenario, run, step));
  return [];
}

function playPerson(world: World, scenario: Scenario, step: Step): void {
  const bank = step['sign-in-again'];
  for (const link of scenario.links) if (link.bank === bank) playLink(world, link);
  const asked = step['ask-bank'];
  if (asked !== undefined && !playAsking(world, scenario.accountKey(asked))) {
    throw new StepRefused(
      `the bank may not be asked about ${asked} yet; write rows-every: 1 hour into the head, and let that time pass`,
    );
  }
}

/** Nobody hears a webhook where no endpoint is registered: then nothing can be expected of deliveries. */
function heard<Expected extends { deliveries?: unknown }>(world: World, expected: Expected): Expected {
  const listens = world.store.get("select 1 from endpoints where status = 'enabled'") !== undefined;
  if (listens) return expected;
  const { deliveries: _, ...rest } = expected;
  return rest as Expected;
}

function change(world: World, scenario: Scenario, run: RunState, step: Step): void {
  const linked = (name: string): string => {
    const row = linkedAccount(world, scenario.accountKey(name));
    if (!row) throw new StepRefused(`${name} is not linked in this world; link it first`);
    return row.id;
  };
  const row = step['add-row'];
  if (row) {
    const at = now(world) - row['days-ago'] * daySeconds;
    addRow(world, scenario.accountKey(row.account), {
      amount: row.amount,
      description: row.text,
      status: row.status,
      at,
    });
  }
  changeRow(world, scenario, step);
  if (step.arm) arm(world, step.arm, linked);
  if (step.disarm !== undefined) disarm(world, step.disarm);
  if (step.deactivate !== undefined) deactivate(world, linked(step.deactivate));
  if (step.reactivate !== undefined) bringBack(world, step.reactivate, linked(step.reactivate));
  if (step.disconnect !== undefined) disconnect(world, linked(step.disconnect));
  if (step.reissue !== undefined) reissueOnRelink(world, linked(step.reissue));
  if (step.heal !== undefined) heal(world, linked(step.heal));
  if (step.redeliver !== undefined) redeliverNewest(world, run, step.redeliver);
}

function bringBack(world: World, name: string, account: string): void {
  const { status } = accountRow(world, account);
  if (status !== 'inactive') throw new StepRefused(`${name} is ${status}; deactivate it before`);
  reactivate(world, account);
  if (accountRow(world, account).status !== 'active') throw new StepRefused(`${name} is closed at the bank for good`);
}

function changeRow(world: World, scenario: Scenario, step: Step): void {
  const key = (said: { account: string; text: string }) =>
    newestRow(world, scenario.accountKey(said.account), said.text);
  const changed = step['change-row'];
  if (changed) {
    alterRow(world, key(changed), {
      ...(changed.amount === undefined ? {} : { amount: changed.amount }),
      ...(changed['new-text'] === undefined ? {} : { description: changed['new-text'] }),
    });
  }
  const posted = step['post-row'];
  const gone = step['void-row'];
  const isDone = posted ? postRow(world, key(posted), posted.amount) : gone ? voidRow(world, key(gone)) : true;
  if (isDone) return;
  const { account, text } = (posted ?? gone) as { account: string; text: string };
  const status = rowStatus(world, key({ account, text })) ?? 'not there yet';
  throw new StepRefused(`“${text}” on ${account} is ${status}; only a pending row can post or vanish`);
}

/** The newest line of a ledger with this text. */
function newestRow(world: World, account: string, text: string): string {
  const row = world.store.get<{ key: string }>(
    `select key from bank_rows where account_key = ? and ? in (description, pending_description) and authorized_at <= ?
     order by authorized_at desc, edit desc limit 1`,
    account,
    text,
    now(world),
  );
  if (!row) throw new StepRefused(`the bank has no row “${text}” on ${account}; add it with add-row before`);
  return row.key;
}

function arm(world: World, said: NonNullable<Step['arm']>, linked: (name: string) => string): void {
  const detail = Object.fromEntries(
    Object.entries(detailKeys).flatMap(([name, key]) => {
      const value = said[key];
      if (value === undefined) return [];
      if (key === 'account') return [[name, linked(String(value))]];
      return [[name, key === 'type' ? fullType(String(value)) : value]];
    }),
  ) as FaultDetail;
  const { account } = detail;
  if (!actsAtOnce(said.fault)) armFault(world, said.fault, detail, said.times === 'always' ? null : said.times);
  else if (account === undefined) throw new StepRefused(`${said.fault} happens to an account: add account`);
  else {
    const problem = strike(world, said.fault, account, detail);
    if (problem) throw new StepRefused(`${said.fault} does nothing to ${said.account}: ${problem}; leave the step out`);
  }
}

function disarm(world: World, name: string): void {
  const armed = armedFaults(world).filter((fault) => name === 'all' || fault.name === name);
  if (armed.length === 0) {
    throw new StepRefused(`${name === 'all' ? 'no fault' : name} is armed here any more; leave the step out`);
  }
  for (const { id } of armed) disarmFaults(world, id);
}

function redeliverNewest(world: World, run: RunState, type: string): void {
  const found = world.store.get<{ id: number }>(
    `select deliveries.id from deliveries join events on events.seq = deliveries.event
     where events.type = ? and deliveries.id > ? order by deliveries.id desc limit 1`,
    fullType(type),
    run.lastDelivery,
  );
  if (!found) throw new StepRefused(`no ${type} has been delivered since the scenario began; let it happen before`);
  redeliver(world, found.id);
}
