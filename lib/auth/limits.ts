/** So many hits in a fixed window of the wall clock, counted for each account or address by itself. */
export type Limit = { readonly name: string; readonly hits: number; readonly windowMs: number };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * Generous to a household or an office behind one address, hopeless for somebody who guesses: at 60 tries in ten minutes
 * a list of a million passwords takes four months from one address, and an account pauses after five anyway.
 */
export const limits = {
  signInFrom: { name: 'sign-in-from', hits: 60, windowMs: 10 * minuteMs },
  signUpFrom: { name: 'sign-up-from', hits: 60, windowMs: hourMs },
  /** Sign-ups with an e-mail that is taken: the one place that has to tell, so it may not be asked often. */
  takenFrom: { name: 'taken-from', hits: 8, windowMs: hourMs },
  mailFrom: { name: 'mail-from', hits: 20, windowMs: hourMs },
  mailTo: { name: 'mail-to', hits: 5, windowMs: hourMs },
  linkFrom: { name: 'link-from', hits: 60, windowMs: 10 * minuteMs },
  demoFrom: { name: 'demo-from', hits: 30, windowMs: hourMs },
  actionsFrom: { name: 'actions-from', hits: 1200, windowMs: minuteMs },
  actionsOf: { name: 'actions-of', hits: 300, windowMs: minuteMs },
} as const satisfies Record<string, Limit>;

/** An account pauses at each fifth failure in a row: 15 minutes, then twice as long each time, a day at most. */
export const pause = { everyFailures: 5, firstMs: 15 * minuteMs, longestMs: 24 * hourMs, forgetAfterMs: 24 * hourMs };
