import type { ComponentProps } from 'react';
import { Notice } from '#components/ui/notice.tsx';
import { newErrorId } from '#lib/errors.ts';
import type { FilterTotal } from '#lib/ledger/view.ts';
import { log } from '#lib/log.ts';
import { Totals } from './totals.tsx';

/** Totals that come after the list. */
export async function LaterTotals({
  totals,
  ...given
}: Omit<ComponentProps<typeof Totals>, 'totals'> & { totals: Promise<readonly FilterTotal[]> }) {
  // The list is on the screen already: it does not go because its totals could not be added up.
  const added = await totals.catch((error: unknown) => {
    const errorId = newErrorId();
    log().error({ err: error, errorId }, 'totals could not be added up');
    return errorId;
  });
  if (typeof added !== 'string') return <Totals totals={added} {...given} />;
  return (
    <Notice tone="warning" className="mb-3">
      The totals of these rows could not be added up. Load the page again; if it stays, quote the number {added}.
    </Notice>
  );
}
