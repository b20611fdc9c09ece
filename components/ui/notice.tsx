import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type NoticeTone = 'info' | 'done' | 'warning' | 'error';

const tones = {
  info: { box: 'bg-pending-soft border-pending/30', mark: 'text-pending', Icon: Info },
  done: { box: 'bg-proven-soft border-proven/30', mark: 'text-proven', Icon: CircleCheck },
  warning: { box: 'bg-unexplained-soft border-unexplained/30', mark: 'text-unexplained', Icon: TriangleAlert },
  error: { box: 'bg-danger-soft border-danger/30', mark: 'text-danger', Icon: CircleX },
} as const;

/** Something to know, in place. An error says whose fault it is, what still works and what to do. */
export function Notice({
  tone = 'info',
  title,
  children,
  action,
  live = false,
  className,
}: {
  tone?: NoticeTone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** it appeared after something the person did: it is read out at once */
  live?: boolean;
  className?: string;
}) {
  const { box, mark, Icon } = tones[tone];
  return (
    <div
      role={live ? (tone === 'error' ? 'alert' : 'status') : undefined}
      className={classNames('flex flex-wrap items-start gap-x-3 gap-y-2 rounded-xl border px-4 py-3', box, className)}
    >
      <Icon aria-hidden className={classNames('mt-0.5 size-5 shrink-0', mark)} strokeWidth={1.75} />
      <div className="min-w-0 flex-1 basis-48">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className={classNames(title ? 'text-sm' : null)}>{children}</div> : null}
      </div>
      {action ? <div className="shrink-0">{action}</div> : null}
    </div>
  );
}
