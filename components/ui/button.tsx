import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type ButtonLook = {
  /** primary: the one thing to do here; quiet: beside others; plain: in a row of words; danger: cannot be undone */
  look?: 'primary' | 'quiet' | 'plain' | 'danger';
  size?: 'normal' | 'small';
  icon?: ReactNode;
};

const looks = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-hover disabled:bg-sunken disabled:text-muted',
  quiet:
    'border border-edge/60 bg-raised text-ink hover:border-ink disabled:border-dashed disabled:bg-transparent disabled:text-muted disabled:hover:border-edge/60',
  plain: 'text-ink hover:bg-sunken disabled:text-muted',
  danger: 'bg-danger text-raised hover:opacity-90 disabled:opacity-60',
} as const;

const sizes = {
  normal: 'min-h-11 px-4 text-[0.9375rem]',
  small: 'min-h-11 px-3 text-sm md:min-h-9',
} as const;

/** The classes of a button, for elements that are dressed as one. */
export function buttonClass({ look = 'quiet', size = 'normal' }: ButtonLook): string {
  return classNames(
    'inline-flex items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap no-underline transition-colors duration-100 select-none',
    looks[look],
    sizes[size],
  );
}

export function Button({
  look,
  size,
  icon,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonLook & ComponentProps<'button'>) {
  return (
    <button
      type={type}
      className={classNames(buttonClass({ ...(look && { look }), ...(size && { size }) }), className)}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}

/** A link that looks like a button: for going somewhere, never for changing something. */
export function ButtonLink({
  look,
  size,
  icon,
  className,
  children,
  ...rest
}: ButtonLook & ComponentProps<typeof Link>) {
  return (
    <Link className={classNames(buttonClass({ ...(look && { look }), ...(size && { size }) }), className)} {...rest}>
      {icon}
      {children}
    </Link>
  );
}
