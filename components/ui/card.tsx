import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

type CardProps = Omit<ComponentProps<'section'>, 'title'> & {
  title?: ReactNode;
  /** one small thing beside the title: a link to the whole page, a menu */
  action?: ReactNode;
  /** how deep the title stands in the page's outline */
  level?: 2 | 3;
  /** no inner space: for lists and tables that reach the edge */
  flush?: boolean;
};

/** A part of a page with a title of its own. */
export function Card({ title, action, level = 2, flush = false, className, children, ...rest }: CardProps) {
  const id = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={classNames('min-w-0 rounded-xl border border-line bg-raised', className)}
      {...rest}
    >
      {title || action ? (
        <div className="flex min-h-12 items-center justify-between gap-3 px-4 pt-3 pb-1 md:px-5">
          {title ? (
            <Heading id={id} className="text-[0.9375rem] font-semibold">
              {title}
            </Heading>
          ) : null}
          {action}
        </div>
      ) : null}
      <div className={flush ? undefined : classNames('px-4 pb-4 md:px-5 md:pb-5', !title && !action && 'pt-4 md:pt-5')}>
        {children}
      </div>
    </section>
  );
}
