import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

/** The head of a page: where one is, one sentence, and what can be done here. */
export function PageHeader({
  title,
  lead,
  actions,
  back,
}: {
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  back?: { href: string; label: string };
}) {
  return (
    <header className="mb-5 md:mb-6">
      {back ? (
        <Link
          href={back.href}
          className="-ml-1.5 inline-flex min-h-11 items-center gap-0.5 text-sm text-muted hover:text-ink md:min-h-8"
        >
          <ChevronLeft aria-hidden className="size-4" />
          {back.label}
        </Link>
      ) : null}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 md:flex-1 md:basis-72">
          <h1 className="text-2xl font-semibold tracking-tight break-words">{title}</h1>
          {lead ? <p className="mt-1 max-w-prose text-muted">{lead}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2 md:ml-auto">{actions}</div> : null}
      </div>
    </header>
  );
}
