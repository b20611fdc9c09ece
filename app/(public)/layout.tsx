import Link from 'next/link';
import type { ReactNode } from 'react';
import { ProofGlyph } from '#components/proof-glyph.tsx';

/** Around every page that needs nobody to be signed in. */
export default function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="mx-auto flex h-16 w-full max-w-6xl items-center px-4 md:px-6 xl:px-8">
        <Link
          href="/"
          className="inline-flex min-h-11 items-center gap-2 rounded-md text-lg font-semibold tracking-tight"
        >
          <ProofGlyph state="proven" length={9} className="h-6" />
          Plumb
        </Link>
      </header>
      <main id="main" className="mx-auto flex w-full max-w-6xl flex-1 flex-col px-4 pb-12 md:px-6 xl:px-8">
        {children}
      </main>
      <footer className="mx-auto w-full max-w-6xl px-4 py-6 text-sm text-muted md:px-6 xl:px-8">
        Linking only reads: no money moves. Open source under Apache 2.0.
      </footer>
    </div>
  );
}
