'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

/** A link of the shell that knows whether one is there. */
export function NavLink({
  href,
  exact = false,
  className,
  children,
  title,
}: {
  href: string;
  exact?: boolean;
  /** `aria-[current=page]:` dresses it while one is there */
  className: string;
  children: ReactNode;
  title?: string;
}) {
  const path = usePathname();
  const isHere = path === href || (!exact && path.startsWith(`${href}/`));
  return (
    <Link href={href} title={title} aria-current={isHere ? 'page' : undefined} className={className}>
      {children}
    </Link>
  );
}
