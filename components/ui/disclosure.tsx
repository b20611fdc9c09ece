import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** More, for who wants it. Opens without JavaScript. */
export function Disclosure({
  summary,
  children,
  open = false,
  className,
}: {
  summary: ReactNode;
  children: ReactNode;
  open?: boolean;
  className?: string;
}) {
  return (
    <details open={open} className={classNames('group/disclosure', className)}>
      <summary className="inline-flex min-h-11 items-center gap-1.5 rounded-md text-sm font-medium text-muted hover:text-ink md:min-h-8">
        <ChevronRight
          aria-hidden
          className="size-4 transition-transform duration-150 group-open/disclosure:rotate-90"
        />
        {summary}
      </summary>
      {children}
    </details>
  );
}
