import { Landmark } from 'lucide-react';
import type { ReactNode } from 'react';
import { TryDemo } from '#app/(public)/_parts/try-demo.client.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { mayEdit } from '#lib/auth/viewer.ts';
import type { Viewer } from '#lib/db/viewer.ts';
import { isDemoOffered } from '#lib/demo/start-demo.ts';

/** A page before any bank is linked: what it will show, the one thing to do, and the demo where there is one. */
export function NothingLinked({ viewer, title, children }: { viewer: Viewer; title: string; children: ReactNode }) {
  const hasDemo = isDemoOffered() && !viewer.isDemo;
  return (
    <EmptyState
      picture={<HangingBob />}
      title={title}
      action={
        mayEdit(viewer) ? (
          <ButtonLink
            href="/connections/link"
            look="primary"
            icon={<Landmark aria-hidden className="size-5" strokeWidth={1.75} />}
          >
            Link a bank
          </ButtonLink>
        ) : null
      }
      other={hasDemo ? <TryDemo words="Show me with demo data" /> : null}
    >
      <p>{children}</p>
      {mayEdit(viewer) ? null : <p className="mt-2">An editor or the owner of this household can link one.</p>}
      {hasDemo ? (
        <p className="mt-2 text-sm">
          The demo is a household of made-up people, apart from yours. Leaving it brings you back here.
        </p>
      ) : null}
    </EmptyState>
  );
}

/** The plumb line at rest, waiting for something to measure. */
function HangingBob() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 120 96"
      className="h-24 w-30"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
    >
      <path d="M20 4 H100" strokeWidth="2.5" className="text-ink" />
      <path d="M60 4 V60" strokeWidth="1.5" />
      <path
        d="M60 84 L53 70 Q52 60 60 60 Q68 60 67 70 Z"
        strokeWidth="1.75"
        strokeLinejoin="round"
        className="fill-raised"
      />
      <path d="M34 92 H86" strokeWidth="1.5" strokeDasharray="1 5" />
    </svg>
  );
}
