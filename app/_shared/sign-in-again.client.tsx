'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { ButtonLink } from '#components/ui/button.tsx';

/** The way to the sign-in page and back to just here. */
export function SignInAgain() {
  const path = usePathname();
  const search = useSearchParams();
  const here = search.size > 0 ? `${path}?${search}` : path;
  return (
    <ButtonLink size="small" href={`/sign-in?next=${encodeURIComponent(here)}`}>
      Sign in again
    </ButtonLink>
  );
}
