import { headers } from 'next/headers';
import { type ReactNode, Suspense } from 'react';

/**
 * A page's content, from `load` to `render`. When a document is asked for, the shell goes out at once and the content
 * follows in the same answer, in the place of `fallback`. When the browser only fetches a new view (a click on a link,
 * a search), it still shows the old one: then the content is waited for, because a skeleton in between would be shown for
 * longer than the answer takes. What decides about the status (signed out, not found) belongs before it.
 */
export async function Arriving<T>({
  load,
  render,
  fallback,
}: {
  load: () => Promise<T>;
  render: (loaded: T) => ReactNode;
  fallback: ReactNode;
}) {
  const isDocument = ((await headers()).get('sec-fetch-dest') ?? 'document') === 'document';
  return (
    <Suspense fallback={fallback}>{isDocument ? <Later load={load} render={render} /> : render(await load())}</Suspense>
  );
}

async function Later<T>({ load, render }: { load: () => Promise<T>; render: (loaded: T) => ReactNode }) {
  return render(await load());
}
