import type { ReactNode } from 'react';

/** A page with one thing to do, in the middle of the screen: sign in, sign up, a new password. */
export function Door({
  title,
  lead,
  children,
  below,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  below?: ReactNode;
}) {
  return (
    <div className="mx-auto my-auto w-full max-w-md py-6 md:py-10">
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      {lead ? <p className="mt-1.5 text-muted">{lead}</p> : null}
      <div className="mt-6 rounded-2xl border border-line bg-raised p-5 md:p-6">{children}</div>
      {below ? <div className="mt-5 text-sm text-muted [&_a]:font-medium [&_a]:text-ink">{below}</div> : null}
    </div>
  );
}
