'use client';

import { buttonClass } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { useComesAgain } from '#components/ui/comes-again.client.tsx';
import type { RowFacts } from './facts.ts';
import { RowFactsView } from './row-facts.tsx';

/** What the drawer says of the row that the address names, above the list: no drawer opens in a browser without script. */
export function RowCard({ facts, query }: { facts: RowFacts; query: string }) {
  if (useComesAgain()) return null;
  return (
    <noscript>
      <Card
        title={facts.description}
        action={
          <a href={query ? `/transactions?${query}` : '/transactions'} className={buttonClass({ size: 'small' })}>
            Back to the list
          </a>
        }
        className="mb-5"
      >
        <RowFactsView facts={facts} query={query} />
      </Card>
    </noscript>
  );
}
