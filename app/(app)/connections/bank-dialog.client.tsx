'use client';

import type { Stripe } from '@stripe/stripe-js';
import { loadStripe } from '@stripe/stripe-js/pure';
import type { Problem } from '#app/_shared/words.ts';

/** From the server, as props. `scriptUrl` null: the script comes from its maker. */
export type BankDialogSettings = { publishableKey: string; scriptUrl: string | null };

/** Why the dialog could not do its work. A window that the browser refuses is the dialog's own affair: it says how to go on. */
export type DialogProblem = 'script-blocked' | 'used-twice' | 'unreachable' | 'failed';

/**
 * How the dialog ended, for the eye only: what was linked, the server asks of the bank. finished: the person went through
 * it; cancelled: they left it, also because the bank was down, and nothing has happened.
 */
export type DialogEnd = { kind: 'finished' } | { kind: 'cancelled' } | { kind: 'failed'; problem: DialogProblem };

/** What is said of each problem; every one has a next step. */
export const dialogProblemWords: Readonly<Record<DialogProblem, Problem>> = {
  'script-blocked': {
    title: 'The bank’s dialog could not be loaded',
    text: 'An ad blocker, a firewall or a lost connection may be in the way. Allow this page to load it, then try again. Nothing was linked.',
  },
  'used-twice': {
    title: 'This dialog was used already',
    text: 'Each dialog works once. Start again; accounts that are linked stay as they are.',
  },
  unreachable: {
    title: 'The bank’s dialog lost its connection',
    text: 'Check your connection, then start again. What you finished at the bank is not lost.',
  },
  failed: {
    title: 'The bank ended the dialog',
    text: 'Nothing was linked. Try again, or choose another way to sign in if your bank offers one.',
  },
};

let loading: { key: string; dialog: Promise<Stripe> } | null = null;

/**
 * Loads the dialog's script ahead, as a page does that is about to offer it: the click then opens the dialog without a wait
 * in which a browser would begin to refuse windows. A failure is kept for the click to tell, and the next call tries again.
 */
export function prepareBankDialog(settings: BankDialogSettings): void {
  load(settings).catch(() => undefined);
}

/**
 * Opens the bank's dialog and waits for its end. Never rejects. The client secret is used for this one dialog and kept
 * nowhere.
 */
export async function openBankDialog(settings: BankDialogSettings, clientSecret: string): Promise<DialogEnd> {
  const stripe = await load(settings).catch(() => null);
  if (stripe === null) return { kind: 'failed', problem: 'script-blocked' };
  try {
    const { financialConnectionsSession, error } = await stripe.collectFinancialConnectionsAccounts({ clientSecret });
    if (error) return { kind: 'failed', problem: problemOf(error) };
    return { kind: financialConnectionsSession.accounts.length > 0 ? 'finished' : 'cancelled' };
  } catch {
    // Thrown only for what the script takes for wrong use, such as a secret that is none.
    return { kind: 'failed', problem: 'failed' };
  }
}

function load({ publishableKey, scriptUrl }: BankDialogSettings): Promise<Stripe> {
  const key = `${publishableKey} ${scriptUrl}`;
  if (loading?.key === key) return loading.dialog;
  const dialog = (async () => {
    // The loader takes a `window.Stripe` that is already there, and asks nobody else then.
    if (scriptUrl !== null && !('Stripe' in window)) await addScript(scriptUrl);
    const stripe = await loadStripe(publishableKey);
    if (stripe === null) throw new Error('The dialog works in a browser only');
    return stripe;
  })();
  dialog.catch(() => {
    if (loading?.dialog === dialog) loading = null;
  });
  loading = { key, dialog };
  return dialog;
}

function addScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error('The dialog’s script did not load'));
    };
    document.head.append(script);
  });
}

/** The vendor names no code for these; its words are all there is to go by, and what they leave open is "failed". */
function problemOf(error: { type: string; message?: string }): DialogProblem {
  const message = error.message ?? '';
  if (error.type === 'api_connection_error') return 'unreachable';
  if (/already been (completed|used)|already completed/i.test(message)) return 'used-twice';
  return 'failed';
}
