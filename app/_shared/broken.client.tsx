'use client';

import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** What is shown when a page broke. The message of the error stays on the server; the digest finds it in the log. */
export function Broken({ digest, onRetry }: { digest: string | undefined; onRetry: () => void }) {
  return (
    <EmptyState
      isPage
      title="Something broke on our side"
      action={
        <Button look="primary" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      <p>Nothing you did caused this, and nothing was lost. If it stays, quote the number below.</p>
      {digest ? <p className="mt-2 text-sm">Number {digest}</p> : null}
    </EmptyState>
  );
}
