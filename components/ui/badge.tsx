import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const tones = {
  plain: 'bg-sunken text-muted',
  accent: 'bg-accent-soft text-accent',
  proven: 'bg-proven-soft text-proven',
  stale: 'bg-stale-soft text-stale',
  warning: 'bg-unexplained-soft text-unexplained',
  pending: 'bg-pending-soft text-pending',
} as const;

/** A word or two about the thing beside it. */
export function Badge({ tone = 'plain', children }: { tone?: keyof typeof tones; children: ReactNode }) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1 rounded-md px-1.5 py-0.5 text-xs font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
