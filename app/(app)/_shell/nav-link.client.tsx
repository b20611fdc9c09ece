'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';

/** A link of the shell that knows whether one is there. */
export function NavLink({
  href,
  exact = false,
  className,
  current,
  children,
  title,
}: {
  href: string;
  exact?: boolean;
  className: string;
  /** the classes while one is there */
  current: string;
  children: ReactNode;
  title?: string;
}) {
  const path = usePathname();
  const isHere = path === href || (!exact && path.startsWith(`${href}/`));
  return (
    <Link
      href={href}
      title={title}
      aria-current={isHere ? 'page' : undefined}
      className={classNames(className, isHere && current)}
    >
      {children}
    </Link>
  );
}
