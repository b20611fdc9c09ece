'use client';

import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** What the framework gives the page that stands in for one that broke. `retry` asks the server again. */
export type BrokenProps = { error: Error & { digest?: string }; retry: () => void };

/**
 * What is shown when a page broke. The message of the error stays on the server; the digest finds it in the log. An error
 * without one did not come from there.
 */
export function Broken({ error: { digest }, retry }: BrokenProps) {
  return (
    <EmptyState
      isPage
      title={digest ? 'Something broke on our side' : 'This page could not be shown'}
      action={
        <Button look="primary" onClick={retry}>
          Try again
        </Button>
      }
    >
      <p>
        {digest ? 'Nothing you did caused this.' : 'It broke in your browser, or the connection was lost on the way.'}{' '}
        What was saved stays saved; what was typed here and not sent is lost.
        {digest ? ' If it stays, quote the number below.' : null}
      </p>
      {digest ? <p className="mt-2 text-sm">Number {digest}</p> : null}
    </EmptyState>
  );
}
