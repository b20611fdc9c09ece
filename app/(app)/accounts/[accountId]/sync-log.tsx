import { Card } from '#components/ui/card.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { type AccountView, newestRuns, type SyncRunView } from '#lib/accounts/view.ts';
import { type Here, momentWords } from '#lib/dates/moment-words.ts';
import { causeWords, countWords, syncErrorWords } from '../sync-words.ts';

/** Each time the bank was asked: when, why, and what came of it. */
export function SyncLog({ account, here }: { account: AccountView; here: Here }) {
  return (
    <Card id="log" title="Sync log" className="scroll-mt-4">
      {account.syncLog.length === 0 ? (
        <p className="text-muted">The bank has not been asked yet.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys
        <section aria-label="Readings" tabIndex={0} className="-mx-1 max-h-96 overflow-auto px-1">
          <table className="w-full text-sm">
            <thead className="sticky top-0 bg-raised text-left text-muted">
              <tr>
                <th scope="col" className="py-1.5 pr-3 font-normal">
                  Bank asked
                </th>
                <th scope="col" className="py-1.5 pr-3 font-normal max-sm:hidden">
                  Why
                </th>
                <th scope="col" className="py-1.5 font-normal">
                  What came
                </th>
              </tr>
            </thead>
            <tbody>
              {account.syncLog.map((run) => (
                <tr key={run.id} className="border-t border-line align-top">
                  <td className="py-2 pr-3 whitespace-nowrap">{momentWords(run.askedAt ?? run.startedAt, here)}</td>
                  <td className="py-2 pr-3 text-muted max-sm:hidden">{causeWords(run.cause)}</td>
                  <td className={classNames('py-2', run.state === 'failed' && 'text-unexplained')}>
                    {resultWords(run)}
                    <span className="block text-muted sm:hidden">{causeWords(run.cause)}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {account.syncLog.length > newestRuns ? (
            <p className="border-t border-line py-2 text-sm text-muted">
              Older readings are listed only where they brought something or failed.
            </p>
          ) : null}
        </section>
      )}
    </Card>
  );
}

function resultWords(run: SyncRunView): string {
  if (run.state === 'running') return 'under way';
  return run.state === 'failed' ? syncErrorWords(run.errorCode ?? '') : countWords(run);
}
