import type { Metadata } from 'next';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="grid min-h-[70dvh] place-items-center">
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
    </main>
  );
}
