'use client';

import { useEffect, useState } from 'react';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { SignInAgain } from '#app/_shared/sign-in-again.client.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.client.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { ok, type Result } from '#lib/result.ts';
import { type AskProblem, ask } from './ask.ts';
import type { RowFacts } from './facts.ts';
import { RowFactsView } from './row-facts.tsx';

type Answer = { id: string; result: Result<RowFacts, AskProblem> };

/** The facts of one row at the side of the list. */
export function RowDrawer({
  openId,
  onClose,
  returnTo,
  initialFacts,
  query,
}: {
  openId: string | null;
  onClose: () => void;
  /** where the list has the row that was shown last */
  returnTo: () => HTMLElement | null;
  /** what came with the page, when the address named a row */
  initialFacts: RowFacts | null;
  query: string;
}) {
  const [answer, setAnswer] = useState<Answer | null>(initialFacts && given(initialFacts));
  const [last, setLast] = useState(initialFacts);
  // The page has been renewed, and says the newest of the row that stands open.
  if (last !== initialFacts) {
    setLast(initialFacts);
    if (initialFacts?.id === openId) setAnswer(initialFacts && given(initialFacts));
  }
  // What is opened next is asked for anew.
  if (openId === null && answer !== null) setAnswer(null);
  const result = answer?.id === openId ? answer?.result : undefined;
  const isAsked = openId !== null && result === undefined;

  useEffect(() => {
    if (!isAsked) return;
    const abort = new AbortController();
    ask<RowFacts>('/transactions/row-data', new URLSearchParams({ id: openId }), abort.signal).then((found) => {
      if (!abort.signal.aborted) setAnswer({ id: openId, result: found });
    });
    return () => abort.abort();
  }, [openId, isAsked]);

  return (
    <Dialog
      open={openId !== null}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      returnTo={returnTo}
      title={result?.ok ? result.value.description : 'Transaction'}
    >
      {result?.ok ? (
        <RowFactsView facts={result.value} query={query} />
      ) : result ? (
        <ProblemNotice
          state={result}
          own={{
            'signed-out': { title: 'You are signed out', text: 'Your session has ended, so this row was not fetched.' },
            unreachable: {
              title: 'This row could not be fetched',
              text: 'The connection broke, or Plumb gave no answer. The list is still here.',
            },
          }}
          action={{
            'signed-out': <SignInAgain />,
            unreachable: (
              <Button size="small" onClick={() => setAnswer(null)}>
                Try again
              </Button>
            ),
          }}
        />
      ) : (
        <div role="status" className="grid gap-3">
          <span className="sr-only">Loading</span>
          <Skeleton className="h-9 w-40" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-3/4" />
          <Skeleton className="h-32 w-full" />
        </div>
      )}
    </Dialog>
  );
}

function given(facts: RowFacts): Answer {
  return { id: facts.id, result: ok(facts) };
}
