import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

type CardProps = Omit<ComponentProps<'section'>, 'title'> & {
  title?: ReactNode;
  /** one small thing beside the title: a link to the whole page, a menu */
  action?: ReactNode;
  /** no inner space: for lists and tables that reach the edge */
  flush?: boolean;
};

/** A part of a page with a title of its own. */
export function Card({ title, action, flush = false, className, children, ...rest }: CardProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={classNames('min-w-0 rounded-xl border border-line bg-raised', className)}
      {...rest}
    >
      {title || action ? (
        <div className="flex min-h-12 items-center justify-between gap-3 px-4 pt-3 pb-1 md:px-5">
          {title ? (
            <h2 id={id} className="min-w-0 text-[0.9375rem] font-semibold wrap-anywhere">
              {title}
            </h2>
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
