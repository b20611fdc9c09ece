import { env } from '#lib/env.ts';
import { LeaveDemo } from './leave-demo.client.tsx';

/** Says on every page that these are made-up people, where their time can be moved, and the way to one's own. */
export function DemoBanner() {
  const consoleUrl = env().BANK_CONSOLE_URL;
  return (
    <aside
      aria-label="Demo"
      className="top-0 z-20 flex md:sticky md:h-10 md:flex-nowrap flex-wrap items-center justify-center gap-x-3 gap-y-0.5 border-b border-line bg-accent-soft px-4 py-2 text-center text-sm"
    >
      <span>
        <strong className="font-semibold">Demo.</strong> Made-up people and money
        <span className="max-sm:hidden">, in a household of your own</span>.
      </span>
      {consoleUrl ? (
        <a
          href={consoleUrl}
          target="_blank"
          rel="noreferrer"
          className="inline-flex min-h-6 items-center font-medium underline underline-offset-4"
        >
          Move the bank’s time
        </a>
      ) : null}
      <LeaveDemo />
    </aside>
  );
}
