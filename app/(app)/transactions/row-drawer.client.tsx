'use client';

import { useEffect, useState } from 'react';
import { Dialog } from '#components/ui/dialog.client.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { RowFacts } from './facts.ts';
import { RowFactsView } from './row-facts.tsx';

type Loaded = { id: string; facts: RowFacts | null };

/** The facts of one row at the side of the list. */
export function RowDrawer({
  openId,
  onClose,
  initialFacts,
  query,
}: {
  openId: string | null;
  onClose: () => void;
  /** what came with the document, when the address named a row */
  initialFacts: RowFacts | null;
  query: string;
}) {
  const [loaded, setLoaded] = useState<Loaded | null>(initialFacts && { id: initialFacts.id, facts: initialFacts });
  const isHere = loaded !== null && loaded.id === openId;

  useEffect(() => {
    if (openId === null || isHere) return;
    const abort = new AbortController();
    fetch(`/transactions/row-data?${new URLSearchParams({ id: openId })}`, { signal: abort.signal })
      .then(async (response) =>
        setLoaded({ id: openId, facts: response.ok ? ((await response.json()) as RowFacts) : null }),
      )
      .catch(() => {
        if (!abort.signal.aborted) setLoaded({ id: openId, facts: null });
      });
    return () => abort.abort();
  }, [openId, isHere]);

  const facts = isHere ? loaded.facts : null;
  return (
    <Dialog
      open={openId !== null}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={facts?.description ?? 'Transaction'}
    >
      {facts ? (
        <RowFactsView facts={facts} query={query} />
      ) : isHere ? (
        <p className="text-muted">
          This row could not be shown. It may have been erased, or the connection broke; close this and try again.
        </p>
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
