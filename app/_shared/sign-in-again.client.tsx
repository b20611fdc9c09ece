'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { ButtonLink } from '#components/ui/button.tsx';

/** The way to the sign-in page and back to just here. `inNewTab`: where this one holds what somebody typed. */
export function SignInAgain({ inNewTab = false }: { inNewTab?: boolean }) {
  const path = usePathname();
  const search = useSearchParams();
  const here = search.size > 0 ? `${path}?${search}` : path;
  return (
    <ButtonLink
      size="small"
      href={`/sign-in?next=${encodeURIComponent(here)}`}
      {...(inNewTab ? { target: '_blank' } : {})}
    >
      {inNewTab ? 'Sign in in a new tab' : 'Sign in again'}
    </ButtonLink>
  );
}
