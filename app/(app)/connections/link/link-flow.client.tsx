'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import type { Outcome } from '#app/_shared/form-state.ts';
import { SignInAgain } from '#app/_shared/sign-in-again.client.tsx';
import { type Problem, problemWords } from '#app/_shared/words.ts';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Permission } from '#lib/accounts/view.ts';
import type { StartLinkInput } from '#lib/linking/input.ts';
import { finishLink, startLink } from '../actions.ts';
import {
  type BankDialogSettings,
  type DialogEnd,
  dialogProblemWords,
  openBankDialog,
  prepareBankDialog,
} from '../bank-dialog.client.tsx';
import type { LinkPlan } from './link-plan.ts';
import { PermissionTable } from './permission-table.tsx';

type Optional = 'ownership' | 'payment_method';
type Step = 'choosing' | 'starting' | 'at-bank' | 'finishing';

const stepWords: Record<Step, string> = {
  choosing: '',
  starting: 'Opening the bank’s dialog.',
  'at-bank': 'The bank’s dialog is open. Go on there.',
  finishing: 'Asking the bank what you agreed to.',
};

const serverProblems: Record<string, Problem> = {
  'bank-unavailable': {
    title: 'The bank’s side does not answer',
    text: 'Nothing was half made. If you had finished at the bank, the accounts arrive by themselves; otherwise try again in a while.',
  },
  'bank-refused': {
    title: 'The bank’s side refused to open a dialog',
    text: 'This is not your fault, and trying again will not help. Nothing was made.',
  },
  refused: {
    title: 'This dialog could not be finished',
    text: 'It was not opened by you, or the bank does not know it any more. Nothing was linked; start again.',
  },
};

const unanswered: Problem = {
  title: 'Plumb did not answer',
  text: 'Check your connection and try again. If you had finished at the bank, the accounts arrive by themselves.',
};

const cancelled: Problem = {
  title: 'Nothing was linked',
  // Of a bank that was down, and of a dialog that was closed, the page is told the same.
  text: 'The bank’s dialog was left before any account was linked. Everything is as before; start again whenever you like, or later if the bank could not be reached.',
};

/** How the last attempt ended, and what to do again where that is not to begin anew. */
type End = { tone: 'info' | 'error'; problem: Problem; again?: () => void; isSignedOut?: boolean };

function inputOf(plan: LinkPlan, chosen: ReadonlySet<Permission>): StartLinkInput {
  const permissions = plan.rows.flatMap(({ permission, isFixed }) =>
    !isFixed && chosen.has(permission) ? [permission as Optional] : [],
  );
  if (plan.purpose === 'link') return { purpose: 'link', permissions };
  if (plan.purpose === 'relink') return { purpose: 'relink', accountId: plan.accountId };
  return { purpose: 'permissions', accountId: plan.accountId, permissions };
}

/** Chooses what may be read, opens the bank's dialog, and has the server ask the bank how it ended. */
export function LinkFlow({
  plan,
  settings,
  backHref,
}: {
  plan: LinkPlan;
  settings: BankDialogSettings;
  backHref: string;
}) {
  const router = useRouter();
  const [step, setStep] = useState<Step>('choosing');
  const [end, setEnd] = useState<End | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<Permission>>(
    () => new Set(plan.rows.filter((row) => row.isOn).map((row) => row.permission)),
  );
  const hasNothingNew =
    plan.purpose === 'permissions' && !plan.rows.some((row) => !row.isFixed && chosen.has(row.permission));

  useEffect(() => prepareBankDialog(settings), [settings]);

  function stop(problem: Problem | null, more: Partial<End> = {}) {
    setEnd(problem && { tone: 'error', problem, ...more });
    setStep('choosing');
  }

  function stopBy(refusal: Extract<Outcome<unknown>, { ok: false }>) {
    stop(problemWords(refusal, serverProblems), { isSignedOut: refusal.code === 'signed-out' });
  }

  async function link() {
    setEnd(null);
    setStep('starting');
    const started = await startLink(inputOf(plan, chosen)).catch(() => null);
    if (started === null) return stop(unanswered);
    if (!started.ok) return stopBy(started);
    setStep('at-bank');
    const dialog = await openBankDialog(settings, started.value.clientSecret);
    await finish(started.value.attemptId, dialog);
  }

  async function finish(attemptId: string, dialog: DialogEnd) {
    setEnd(null);
    setStep('finishing');
    // However the dialog ended for the eye, the bank is asked: it may know of accounts that this page does not.
    const finished = await finishLink({ attemptId }).catch(() => null);
    if (finished === null) return stop(unanswered, { again: () => finish(attemptId, dialog) });
    if (finished.ok && finished.value.outcome === 'linked') {
      return router.replace(`/connections/arrived?attempt=${attemptId}`);
    }
    if (dialog.kind === 'failed') return stop(dialogProblemWords[dialog.problem]);
    return finished.ok ? stop(cancelled, { tone: 'info' }) : stopBy(finished);
  }

  const isBusy = step !== 'choosing';
  return (
    <div className="grid gap-5">
      {end ? (
        <Notice
          tone={end.tone}
          title={end.problem.title}
          action={
            end.again ? (
              <Button size="small" onClick={end.again}>
                Try again
              </Button>
            ) : end.isSignedOut ? (
              <SignInAgain inNewTab />
            ) : null
          }
          live
        >
          {end.problem.text}
        </Notice>
      ) : null}
      <PermissionTable
        rows={plan.rows}
        chosen={chosen}
        onChange={(permission, isOn) =>
          setChosen(
            (before) => new Set(isOn ? [...before, permission] : [...before].filter((one) => one !== permission)),
          )
        }
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button look="primary" onClick={link} disabled={isBusy || hasNothingNew} className="noscript:hidden">
          {plan.purpose === 'link'
            ? 'Go to my bank'
            : plan.purpose === 'relink'
              ? 'Sign in at the bank'
              : 'Ask the bank'}
        </Button>
        <ButtonLink href={backHref}>Not now</ButtonLink>
        <p role="status" className="text-sm text-muted">
          {hasNothingNew ? 'Switch on what you want to allow.' : stepWords[step]}
        </p>
      </div>
      <p className="max-w-prose text-sm text-muted">
        You can end this at any time on the page Connections: the bank is told at once, and what was read is kept or
        erased, as you choose.
      </p>
    </div>
  );
}
