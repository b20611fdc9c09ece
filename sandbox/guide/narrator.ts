import { inspect } from 'node:util';
import type Stripe from 'stripe';

/** What came is not what the guide says comes. The message names the step, the claim, and what was seen instead. */
class Deviation extends Error {}

/** Tells the walk line by line, and stops it at the first thing that is not as the guide has it. */
export type Narrator = {
  /** Begins a step of the guide. `page` is the page of docs.stripe.com that it stands on. */
  step: (title: string, page: string) => void;
  /** Something that happened besides the calls of the SDK: in the browser, at the webhook. */
  tell: (text: string) => void;
  /** Holds a claim of the guide against what was seen. Throws a `Deviation` when it is not so. */
  check: (claim: string, isSo: boolean, seen: unknown) => asserts isSo;
  /** What the walk ends with when a call throws: the same error in the words of the step it happened in. */
  deviation: (error: unknown) => Deviation;
  /** Number of steps begun, and of claims that held. */
  tally: () => { steps: number; claims: number };
};

export function startNarrator(print: (line: string) => void): Narrator {
  let title = 'before the first step';
  const told = { steps: 0, claims: 0 };
  return {
    step(next, page) {
      told.steps += 1;
      title = `step ${told.steps}, "${next}"`;
      print(`\n${told.steps}. ${next}  (${page})`);
    },
    tell: (text) => print(`   ${text}`),
    check(claim, isSo, seen) {
      if (!isSo) throw new Deviation(`In ${title}: expected that ${claim}. What came instead: ${short(seen)}`);
      told.claims += 1;
      print(`   ✓ ${claim}`);
    },
    deviation: (error) =>
      error instanceof Deviation ? error : new Deviation(`In ${title}: ${short(error)}`, { cause: error }),
    tally: () => ({ ...told }),
  };
}

/** Bodies are in the SDK's own events when it is made with `emitEventBodies`; its types leave them out. */
type WithBody<Event> = Event & { body?: unknown };

/** Prints every call that an SDK makes: what was asked, and what came. Returns what ends it. */
export function overhear(stripe: Stripe, narrator: Narrator): () => void {
  const asked = ({ method, path, body }: WithBody<Stripe.RequestEvent>) =>
    narrator.tell(`→ ${method} ${decodeURIComponent(path)}${body ? `  ${JSON.stringify(body)}` : ''}`);
  const came = ({ status, request_id: id, body }: WithBody<Stripe.ResponseEvent>) =>
    narrator.tell(`← ${status} ${summary(body)}  (${id})`);
  stripe.on('request', asked);
  stripe.on('response', came);
  return () => {
    stripe.off('request', asked);
    stripe.off('response', came);
  };
}

type Answer = { id?: string; object?: string; data?: unknown[]; has_more?: boolean; error?: { message: string } };

/** An answer in a few words: which object, how many of them, or what is wrong. */
function summary(body: unknown): string {
  const answer = (typeof body === 'string' ? JSON.parse(body) : (body ?? {})) as Answer;
  if (answer.error) return answer.error.message;
  if (answer.object === 'list') return `list of ${answer.data?.length ?? 0}${answer.has_more ? ', and more' : ''}`;
  return [answer.object, answer.id].filter(Boolean).join(' ');
}

function short(seen: unknown): string {
  return seen instanceof Error ? `${seen.name}: ${seen.message}` : inspect(seen, { depth: 3, breakLength: 120 });
}
