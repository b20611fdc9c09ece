import type { FormState } from './form-state.ts';

/** What is said when something did not work: whose fault it is, what still works, what to do. */
export type Problem = { title: string; text: string };

/** A time to wait, in words: `a minute`, `14 minutes`, `2 hours`. Rounded up: nobody is sent too early. */
export function waitWords(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes <= 1) return 'a minute';
  if (minutes < 120) return `${minutes} minutes`;
  return `${Math.ceil(minutes / 60)} hours`;
}

/**
 * The words for an outcome that every action may have, unless the page has words of its own for the code. Null when there
 * is nothing to say above the fields: nothing was tried, it worked, or the fields say it themselves.
 */
export function problemWords(state: FormState<unknown>, own: Record<string, Problem> = {}): Problem | null {
  if (state.ok !== false) return null;
  const found = own[state.code];
  if (found) return found;
  switch (state.code) {
    case 'invalid': {
      const whole = state.fields?.[''];
      return whole ? { title: 'This cannot be right', text: whole } : null;
    }
    case 'too-many':
      return {
        title: 'Too many tries from your network',
        text: `Nothing is lost. Wait ${waitWords(state.waitMs ?? 0)}, then try again.`,
      };
    case 'signed-out':
      return {
        title: 'You are signed out',
        text: 'Your session has ended, and nothing was changed. Sign in in another tab, then try again here: nothing on this page is lost.',
      };
    case 'not-allowed':
      return { title: 'Your role may look, not change', text: 'Ask the owner of this household. Nothing was changed.' };
    case 'not-found':
      return { title: 'This is not here any more', text: 'Reload the page to see what there is.' };
    case 'no-answer':
      return {
        title: 'Plumb did not answer',
        text: 'No answer came, so it may have arrived or not. What stands on this page stays. Check your connection, then try again.',
      };
    case 'outdated':
      return {
        title: 'Plumb has changed since this page came',
        text: 'Nothing was changed. Load the page again; copy what you typed first, for it is not kept.',
      };
    default:
      return {
        title: 'Something broke on our side',
        text: `Nothing you did caused this. Try again; if it stays, quote the number ${state.errorId ?? state.code}.`,
      };
  }
}
