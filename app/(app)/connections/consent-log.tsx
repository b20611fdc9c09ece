import { Card } from '#components/ui/card.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import type { ConsentKind, ConsentView } from '#lib/consent/queries.ts';
import { type Here, momentWords } from '#lib/dates/moment-words.ts';
import { permissionTitles } from './permission-words.ts';

const kindWords: Record<ConsentKind, string> = {
  linked: 'Linked',
  'linked-again': 'Signed in again',
  permissions: 'Allowed more',
  disconnected: 'Disconnected, what was read is kept',
  'disconnected-at-bank': 'Disconnected at the bank',
  erased: 'Disconnected and erased',
  'owners-viewed': 'Owners shown',
};

const byWords: Record<ConsentView['by'], string> = {
  you: 'you',
  member: 'somebody of your household',
  bank: 'the bank',
};

/** What was agreed to, asked and ended: it is never taken away. */
export function ConsentLog({ consents, here }: { consents: readonly ConsentView[]; here: Here }) {
  if (consents.length === 0) return null;
  return (
    <Card>
      <Disclosure summary="What you agreed to, and when">
        <ul className="mt-2 divide-y divide-line border-t border-line text-sm">
          {consents.map((consent) => (
            <li key={consent.id} className="flex flex-wrap justify-between gap-x-6 gap-y-0.5 py-2">
              <span>
                <span className="font-medium">{kindWords[consent.kind] ?? consent.kind}</span>{' '}
                {consent.account?.name ?? consent.institutionName}
                {consent.kind === 'owners-viewed' ? null : (
                  <span className="block text-muted">
                    {consent.permissions.map((permission) => permissionTitles[permission]).join(', ')}
                  </span>
                )}
              </span>
              <span className="text-muted">
                {momentWords(consent.at, here)}, by {byWords[consent.by]}
              </span>
            </li>
          ))}
        </ul>
      </Disclosure>
    </Card>
  );
}
