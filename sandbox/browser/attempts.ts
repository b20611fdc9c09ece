import { randomBytes } from 'node:crypto';
import {
  completeSession,
  openSession,
  type SessionRow,
  tokenOfNumbers,
  tokenOfSession,
} from '#sandbox/world/linking.ts';
import { commit, type World } from '#sandbox/world/world.ts';
import type { BankAction, FrameAction } from './actions.ts';
import { type Attempt, beginAttempt, isEnded, type Purpose } from './attempt.ts';
import { factsOf, flowBank } from './facts.ts';
import { advance } from './flow.ts';
import { type CollectResult, errorResult, sessionResult, tokenResult } from './result.ts';
import { type BankView, bankView, type DialogView, dialogView } from './view.ts';

/** What the dialog's frame is told: the pane to show and, at the end, what the page will get; or that it cannot go on. */
export type DialogAnswer = { view: DialogView; result?: CollectResult } | { error: { type: string; message: string } };

type Kept = {
  world: World;
  session: SessionRow;
  purpose: Purpose;
  attempt: Attempt;
  handle: string;
  /** Whether the bank's own window has come up for the present handle. */
  isWindowThere: boolean;
  result: CollectResult | null;
};

/** More attempts than people have dialogs open; beyond it the oldest are forgotten. */
const keptAtMost = 1_000;

/**
 * The attempts under way, in memory: one per client secret. Opening the dialog begins a new one as long as the session is
 * not finished. An ended attempt stays readable, so that an answer that was lost on the way can be asked for again.
 */
export function keepAttempts(businessName: string) {
  const bySecret = new Map<string, Kept>();

  function begin(world: World, session: SessionRow, purpose: Purpose): Kept {
    const kept: Kept = {
      world,
      session,
      purpose,
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
    const facts = factsOf(kept.world, narrowed(kept), businessName, kept.purpose);
    const view = dialogView(kept.attempt, facts, { address: `bank/#${kept.handle}`, isThere: kept.isWindowThere });
    return kept.result ? { view, result: kept.result } : { view };
  }

  /** Begins the attempt for a session, or says why not. */
  function open(world: World, clientSecret: string, purpose: Purpose): DialogAnswer {
    const opened = openSession(world, clientSecret);
    if (!opened.ok) return refusal(opened.message);
    if (purpose === 'token' && !opened.session.permissions.includes('payment_method')) return refusal(noPermission);
    return answer(begin(world, opened.session, purpose));
  }

  /** Carries out what a person did, or with `null` just looks. An attempt that a restart lost begins again. */
  function act(world: World, clientSecret: string, purpose: Purpose, action: FrameAction | null): DialogAnswer {
    const kept = bySecret.get(nameOf(world, clientSecret));
    if (kept?.result) return answer(kept);
    const opened = openSession(world, clientSecret);
    if (!opened.ok) return refusal(opened.message);
    if (!kept || kept.world !== world) {
      const begun = begin(world, opened.session, purpose);
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
    const facts = factsOf(kept.world, narrowed(kept), businessName, kept.purpose);
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
  kept.attempt = advance(before, action, flowBank(kept.world, narrowed(kept), kept.purpose));
  if (kept.attempt === before) return;
  const isNewSignIn = kept.attempt.step === 'oauth' && (before.step !== 'oauth' || action.type === 'bank_deny');
  if (isNewSignIn) Object.assign(kept, { handle: newHandle(), isWindowThere: false });
  if (isEnded(kept.attempt)) kept.result = complete(kept, action);
}

const noPermission =
  'This Financial Connections Session does not have the permission `payment_method`, which a bank account token needs.';

/** The session as this attempt may use it: a token stands for one account that can be debited. */
function narrowed({ session, purpose }: Kept): SessionRow {
  return purpose === 'token' ? { ...session, limit: 1, paymentMethodSupport: 'all' } : session;
}

function complete(kept: Kept, action: FrameAction | BankAction): CollectResult {
  const { world, session, attempt, purpose } = kept;
  const chosen = attempt.step === 'done' ? attempt.chosen : [];
  return commit(world, () => {
    const accounts = completeSession(
      world,
      narrowed(kept),
      chosen.map((bankAccountKey) => ({ bankAccountKey })),
    );
    const [account] = accounts;
    if (attempt.step === 'failed') {
      return errorResult(
        'api_error',
        'The institution ended the attempt with an error. Create a new session to try again.',
      );
    }
    if (action.type === 'enter_numbers') {
      const typed = { routing: action.routing_number.trim(), number: action.account_number.trim() };
      return tokenResult(session, [], tokenOfNumbers(world, session.id, typed));
    }
    if (purpose === 'accounts' || !account) return sessionResult(session, accounts);
    const token = tokenOfSession(world, session.id, account.id);
    if (token) return tokenResult(session, accounts, token);
    return errorResult(
      'invalid_request_error',
      'The account numbers of this account are not available, so no token can be made for it.',
      'financial_connections_account_unavailable_account_numbers',
    );
  });
}
