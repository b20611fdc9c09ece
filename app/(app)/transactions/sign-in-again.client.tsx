'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { ButtonLink } from '#components/ui/button.tsx';

/** The way to the sign-in page and back to just here. */
export function SignInAgain() {
  const here = `${usePathname()}?${useSearchParams()}`;
  return (
    <ButtonLink size="small" href={`/sign-in?next=${encodeURIComponent(here)}`}>
      Sign in again
    </ButtonLink>
  );
}
