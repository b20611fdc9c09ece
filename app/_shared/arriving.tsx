import { headers } from 'next/headers';
import { cache, type ReactNode, Suspense } from 'react';
import { ComesAgain } from '#components/ui/comes-again.client.tsx';
import { ReachAnchor } from './reach-anchor.client.tsx';
import { Ready } from './ready.client.tsx';

/** In an address: the page is wanted whole, and not piece by piece. */
const whole = 'whole';

/**
 * How this request wants its page: null for all at once, or else, for a document that comes piece by piece, the address at
 * which a browser without script asks for it once more, whole.
 */
const wholeAddress = cache(async (): Promise<string | null> => {
  const asked = await headers();
  const [path = '/', search] = (asked.get('x-plumb-path') ?? '/').split('?');
  const params = new URLSearchParams(search);
  const isDocument = (asked.get('sec-fetch-dest') ?? 'document') === 'document';
  if (!isDocument || params.has(whole)) return null;
  params.set(whole, '1');
  return `${path}?${params}`;
});

/** Around what stands beside an Arriving page and comes in its own time: like the page's content, it may come once more. */
export async function Beside({ children }: { children: ReactNode }) {
  return <ComesAgain does={(await wholeAddress()) !== null}>{children}</ComesAgain>;
}

/**
 * A page's content, from `load` to `render`. When a document is asked for, the shell goes out at once and the content
 * follows in the same answer, in the place of `fallback`. When the browser only fetches a new view (a click on a link,
 * a search), it still shows the old one: then the content is waited for, because a skeleton in between would be shown for
 * longer than the answer takes. What decides about the status (signed out, not found) belongs before it. `load` is told
 * whether all has to be there at once; else it may leave a part of what it loads to come later.
 *
 * Putting the content in its place takes a script. A browser without one asks for the page again, whole.
 */
export async function Arriving<T>({
  load,
  render,
  fallback,
}: {
  load: (isWhole: boolean) => Promise<T>;
  render: (loaded: T) => ReactNode;
  fallback: ReactNode;
}) {
  const address = await wholeAddress();
  if (address === null) {
    return (
      <Suspense fallback={fallback}>
        <Arrived comesAgain={false}>{render(await load(true))}</Arrived>
      </Suspense>
    );
  }
  const waiting = (
    <>
      <noscript>
        <meta httpEquiv="refresh" content={`0; url=${address}`} />
      </noscript>
      {fallback}
      <Ready />
    </>
  );
  return (
    <Suspense fallback={waiting}>
      <Later load={load} render={render} />
    </Suspense>
  );
}

async function Later<T>({
  load,
  render,
}: {
  load: (isWhole: boolean) => Promise<T>;
  render: (loaded: T) => ReactNode;
}) {
  return <Arrived comesAgain>{render(await load(false))}</Arrived>;
}

function Arrived({ comesAgain, children }: { comesAgain: boolean; children: ReactNode }) {
  return (
    <ComesAgain does={comesAgain}>
      {children}
      <ReachAnchor />
      <Ready />
    </ComesAgain>
  );
}
