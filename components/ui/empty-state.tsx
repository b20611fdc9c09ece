import type { ReactNode } from 'react';

/** A page with nothing on it yet: one sentence, one thing to do, and perhaps one more way to see what it is for. */
export function EmptyState({
  title,
  children,
  action,
  other,
  picture,
  isPage = false,
}: {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  other?: ReactNode;
  picture?: ReactNode;
  /** it is all there is on the page, so its title is the page's */
  isPage?: boolean;
}) {
  const Title = isPage ? 'h1' : 'h2';
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-14 text-center md:py-20">
      {picture ? <div className="mb-5 text-muted">{picture}</div> : null}
      <Title className="text-lg font-semibold tracking-tight">{title}</Title>
      {children ? <div className="mt-2 text-muted">{children}</div> : null}
      {action || other ? (
        <div className="mt-6 flex w-full flex-col items-stretch justify-center gap-2 sm:w-auto sm:flex-row sm:items-center">
          {action}
          {other}
        </div>
      ) : null}
    </div>
  );
}
