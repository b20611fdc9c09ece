import { headers } from 'next/headers';
import { cache, type ReactNode, Suspense } from 'react';
import { intervalAnchor } from '#components/interval-href.ts';
import { ComesAgain } from '#components/ui/comes-again.client.tsx';
import { ReachAnchor } from './reach-anchor.client.tsx';
import { Ready } from './ready.client.tsx';

/** In an address: the page is wanted whole, and not piece by piece. */
const whole = 'whole';

type Asking = {
  /** The page is wanted whole, also when it is renewed. */
  isWhole: boolean;
  /** Of a document that comes piece by piece: the address at which a browser without script asks for it once more, whole. */
  againAt: string | null;
};

/** How this request wants its page. */
const asking = cache(async (): Promise<Asking> => {
  const asked = await headers();
  const address = new URL(asked.get('x-plumb-path') ?? '/', 'http://plumb');
  const params = address.searchParams;
  const isDocument = (asked.get('sec-fetch-dest') ?? 'document') === 'document';
  const isWhole = params.has(whole);
  params.set(whole, '1');
  // The server is not told what stands behind the `#`, and asking again would lose it.
  const interval = params.get('interval');
  const anchor = interval === null ? '' : `#${intervalAnchor(interval)}`;
  return { isWhole, againAt: isDocument && !isWhole ? `${address.pathname}${address.search}${anchor}` : null };
});

/** Putting pieces in their place takes a script. A browser without one asks for the page again, whole. */
export async function OnceMoreWhole() {
  const { againAt } = await asking();
  if (againAt === null) return null;
  return (
    <noscript>
      <meta httpEquiv="refresh" content={`0; url=${againAt}`} />
      <p className="p-4 text-center">
        Without script this page comes in one piece.{' '}
        <a href={againAt} className="underline underline-offset-4">
          Show it
        </a>
      </p>
    </noscript>
  );
}

/** What stands beside a page and comes in its own time: like the page's content, it may come once more. */
export async function Beside({ children }: { children: ReactNode }) {
  const { isWhole, againAt } = await asking();
  return (
    <Piece isWhole={isWhole} fallback={null}>
      <ComesAgain does={againAt !== null}>{children}</ComesAgain>
    </Piece>
  );
}

/**
 * A page's content, from `load` to `render`. When a document is asked for, the shell goes out at once and the content
 * follows in the same answer, in the place of `fallback`. When the browser only fetches a new view (a click on a link,
 * a search), it still shows the old one: then the content is waited for, because a skeleton in between would be shown for
 * longer than the answer takes. What decides about the status (signed out, not found) belongs before it. `load` is told
 * whether all has to be there at once; else it may leave a part of what it loads to come later.
 */
export async function Arriving<T>({
  load,
  render,
  fallback,
}: {
  load: (isAtOnce: boolean) => Promise<T>;
  render: (loaded: T) => ReactNode;
  fallback: ReactNode;
}) {
  const { isWhole, againAt } = await asking();
  if (againAt === null) {
    return (
      <Piece isWhole={isWhole} fallback={fallback}>
        <Arrived comesAgain={false}>{render(await load(true))}</Arrived>
      </Piece>
    );
  }
  const waiting = (
    <>
      {fallback}
      <Ready />
    </>
  );
  return (
    <Piece isWhole={isWhole} fallback={waiting}>
      <Later load={load} render={render} />
    </Piece>
  );
}

async function Later<T>({
  load,
  render,
}: {
  load: (isAtOnce: boolean) => Promise<T>;
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

/**
 * A part that may come after what stands around it. In a page that is wanted whole it is none: the framework may move what
 * stands within a boundary to the end of the document even when it is there in time. Otherwise a renewal has the boundary
 * that the document had: it is the same tree, and keeps what was opened.
 */
function Piece({ isWhole, fallback, children }: { isWhole: boolean; fallback: ReactNode; children: ReactNode }) {
  return isWhole ? children : <Suspense fallback={fallback}>{children}</Suspense>;
}
