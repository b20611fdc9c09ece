import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { Arriving } from '#app/_shared/arriving.tsx';
import { requireReader } from '#app/_shared/here.ts';
import { requireViewer } from '#app/_shared/viewer.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Loading, RowsSkeleton } from '#components/ui/skeleton.tsx';
import { connectionList } from '#lib/accounts/connection-query.ts';
import { answeredQuestions, sameAccountQuestions } from '#lib/accounts/same-account-query.ts';
import { mayEdit } from '#lib/auth/viewer.ts';
import { consentLog } from '#lib/consent/queries.ts';
import { transact } from '#lib/db/transact.ts';
import { KeepCurrent } from '../_shell/keep-current.client.tsx';
import { NothingLinked } from '../_shell/nothing-linked.tsx';
import { answeredWords } from './answer-words.ts';
import { Answered } from './answered.client.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { ConsentLog } from './consent-log.tsx';
import { SameAccountCard } from './same-account-card.tsx';

export const metadata: Metadata = { title: 'Connections' };

export default async function ConnectionsPage() {
  const viewer = await requireViewer();
  return (
    <>
      <PageHeader
        title="Connections"
        lead="Each bank you linked, what may be read there, and how it is doing."
        actions={
          mayEdit(viewer) ? (
            <ButtonLink href="/connections/link" look="primary" icon={<Plus aria-hidden className="size-4" />}>
              Link a bank
            </ButtonLink>
          ) : null
        }
      />
      <Arriving
        load={load}
        render={(loaded) => <Content {...loaded} />}
        fallback={
          <Loading>
            <RowsSkeleton count={4} row="h-24" />
          </Loading>
        }
      />
    </>
  );
}

/** All that the page shows, of one snapshot. */
async function load() {
  const { viewer, here } = await requireReader();
  return transact(
    viewer,
    async (tx) => ({
      viewer,
      here,
      connections: await connectionList(tx, here.today, here.wallNow),
      questions: await sameAccountQuestions(tx),
      answered: await answeredQuestions(tx),
      consents: await consentLog(tx, null, 50),
    }),
    { readOnly: true },
  );
}

function Content({ viewer, here, connections, questions, answered, consents }: Awaited<ReturnType<typeof load>>) {
  const isEditor = mayEdit(viewer);
  if (connections.length === 0) {
    return (
      <>
        <NothingLinked viewer={viewer} title="No connections yet">
          Link a bank, and what it may read, how it is doing and what you agreed to stand here.
        </NothingLinked>
        <ConsentLog consents={consents} here={here} />
      </>
    );
  }
  return (
    <>
      <KeepCurrent isNeeded={connections.some(({ accounts }) => accounts.some((account) => account.isUpdating))} />
      <Answered
        open={questions.map(({ id }) => id)}
        answered={answered.map((one) => ({ id: one.id, words: answeredWords(one) }))}
      />
      <div className="grid gap-4 md:gap-5">
        {questions.map((question) => (
          <SameAccountCard key={question.id} question={question} here={here} isEditor={isEditor} />
        ))}
        {connections.map((connection) => (
          <ConnectionCard key={connection.id} connection={connection} here={here} isEditor={isEditor} />
        ))}
        <ConsentLog consents={consents} here={here} />
      </div>
    </>
  );
}
