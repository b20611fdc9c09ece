import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** What is shown for an address that leads nowhere, or to what is not the viewer's: the same words for both. */
export function NothingHere() {
  return (
    <EmptyState
      isPage
      title="There is nothing at this address"
      action={
        <ButtonLink href="/overview" look="primary">
          Go to the overview
        </ButtonLink>
      }
    >
      <p>The page may have moved, or what it showed was erased. Your accounts are where you left them.</p>
    </EmptyState>
  );
}
