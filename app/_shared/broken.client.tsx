'use client';

import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** What the framework gives the page that stands in for one that broke. `retry` asks the server again. */
export type BrokenProps = { error: Error & { digest?: string }; retry: () => void };

/** What is shown when a page broke. The message of the error stays on the server; the digest finds it in the log. */
export function Broken({ error: { digest }, retry }: BrokenProps) {
  return (
    <EmptyState
      isPage
      title="Something broke on our side"
      action={
        <Button look="primary" onClick={retry}>
          Try again
        </Button>
      }
    >
      <p>Nothing you did caused this, and nothing was lost. If it stays, quote the number below.</p>
      {digest ? <p className="mt-2 text-sm">Number {digest}</p> : null}
    </EmptyState>
  );
}
