'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { canMakePage } from '#app/_shared/can-make-page.ts';
import { ButtonLink } from '#components/ui/button.tsx';

/** How often an unfinished receipt looks again, in milliseconds. */
const everyMs = 2_000;

/** Looks again by itself where there is JavaScript; the button does it everywhere. */
export function LookAgain({ href }: { href: string }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(async () => {
      if (await canMakePage()) router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <ButtonLink href={href} prefetch={false} className="mt-6">
      Look again
    </ButtonLink>
  );
}
