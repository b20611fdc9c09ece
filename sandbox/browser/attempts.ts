import { randomBytes } from 'node:crypto';
import { completeSession, openSession, type SessionRow } from '#sandbox/world/linking.ts';
import type { World } from '#sandbox/world/world.ts';
import type { BankAction, FrameAction } from './actions.ts';
import { type Attempt, beginAttempt, isEnded } from './attempt.ts';
import { factsOf, flowBank } from './facts.ts';
import { advance } from './flow.ts';
import { type CollectResult, errorResult, sessionResult } from './result.ts';
import { type BankView, bankView, type DialogView, dialogView } from './view.ts';

/** What the dialog's frame is told: the pane to show and, at the end, what the page will get; or that it cannot go on. */
export type DialogAnswer = { view: DialogView; result?: CollectResult } | { error: { type: string; message: string } };

type Kept = {
  world: World;
  session: SessionRow;
  attempt: Attempt;
  handle: string;
  /** Whether the bank's own window has come up for the present handle. */
  isWindowThere: boolean;
  result: CollectResult | null;
};

/** More attempts than people have dialogs open; beyond it the oldest are forgotten. */
const keptAtMost = 1_000;

export type Attempts = ReturnType<typeof keepAttempts>;

/**
 * The attempts under way, in memory: one per client secret. Opening the dialog begins a new one as long as the session is
 * not finished. An ended attempt stays readable, so that an answer that was lost on the way can be asked for again.
 */
export function keepAttempts(businessName: string) {
  const bySecret = new Map<string, Kept>();

  function begin(world: World, session: SessionRow): Kept {
    const kept: Kept = {
      world,
      session,
      attempt: beginAttempt(),
      handle: newHandle(),
      isWindowThere: false,
      result: null,
    };
    bySecret.delete(nameOf(world, session.clientSecret));
    bySecret.set(nameOf(world, session.clientSecret), kept);
    for (const oldest of bySecret.keys()) {
      if (bySecret.size <= keptAtMost) break;
      bySecret.delete(oldest);
    }
    return kept;
  }

  function answer(kept: Kept): DialogAnswer {
    const facts = factsOf(kept.world, kept.session, businessName);
    const view = dialogView(kept.attempt, facts, { address: `bank/#${kept.handle}`, isThere: kept.isWindowThere });
    return kept.result ? { view, result: kept.result } : { view };
  }

  /** Begins the attempt for a session, or says why not. */
  function open(world: World, clientSecret: string): DialogAnswer {
    const opened = openSession(world, clientSecret);
    return opened.ok ? answer(begin(world, opened.session)) : refusal(opened.message);
  }

  /** Carries out what a person did, or with `null` just looks. An attempt that a restart lost begins again. */
  function act(world: World, clientSecret: string, action: FrameAction | null): DialogAnswer {
    const kept = bySecret.get(nameOf(world, clientSecret));
    if (kept?.result) return answer(kept);
    const opened = openSession(world, clientSecret);
    if (!opened.ok) return refusal(opened.message);
    if (!kept || kept.world !== world) {
      const begun = begin(world, opened.session);
      begun.attempt = { ...begun.attempt, problem: 'begun_again' };
      if (action?.type === 'cancel') move(begun, action);
      return answer(begun);
    }
    if (action) move(kept, action);
    return answer(kept);
  }

  /** What the bank's own window shows, after its action if there is one. An unknown handle is a window left behind. */
  function actAtBank(handle: string, action: BankAction | null): { view: BankView } | null {
    const kept = [...bySecret.values()].find((candidate) => candidate.handle === handle);
    if (!kept) return null;
    kept.isWindowThere = true;
    if (action && openSession(kept.world, kept.session.clientSecret).ok) move(kept, action);
    const facts = factsOf(kept.world, kept.session, businessName);
    return { view: bankView(kept.attempt, facts, kept.handle === handle) };
  }

  return { open, act, actAtBank };
}

function nameOf(world: World, clientSecret: string): string {
  return `${world.name} ${clientSecret}`;
}

/** A capability for one sign-in in the bank's own window; it stands in that window's address, the client secret may not. */
function newHandle(): string {
  return randomBytes(18).toString('base64url');
}

function refusal(message: string): DialogAnswer {
  return { error: { type: 'invalid_request_error', message } };
}

/** One step; at an end the session is completed, in the same turn of the event loop and therefore once. */
function move(kept: Kept, action: FrameAction | BankAction): void {
  const before = kept.attempt;
  kept.attempt = advance(before, action, flowBank(kept.world, kept.session));
  if (kept.attempt === before) return;
  const isNewSignIn = kept.attempt.step === 'oauth' && (before.step !== 'oauth' || action.type === 'bank_deny');
  if (isNewSignIn) Object.assign(kept, { handle: newHandle(), isWindowThere: false });
  if (isEnded(kept.attempt)) kept.result = complete(kept);
}

function complete({ world, session, attempt }: Kept): CollectResult {
  const chosen = attempt.step === 'done' ? attempt.chosen : [];
  const accounts = completeSession(
    world,
    session,
    chosen.map((bankAccountKey) => ({ bankAccountKey })),
  );
  if (attempt.step !== 'failed') return sessionResult(session, accounts);
  return errorResult(
    'api_error',
    'The institution ended the attempt with an error. Create a new session to try again.',
  );
}
