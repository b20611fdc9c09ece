'use client';

import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** What is shown when a page broke. The message of the error stays on the server; the digest finds it in the log. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="grid min-h-[70dvh] place-items-center">
      <EmptyState
        isPage
        title="Something broke on our side"
        action={
          <Button look="primary" onClick={reset}>
            Try again
          </Button>
        }
      >
        <p>Nothing you did caused this, and nothing was lost. If it stays, quote the number below.</p>
        {error.digest ? <p className="mt-2 text-sm">Number {error.digest}</p> : null}
      </EmptyState>
    </main>
  );
}
