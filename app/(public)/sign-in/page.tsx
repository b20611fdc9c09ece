import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentViewer } from '#app/_shared/viewer.ts';
import { Notice } from '#components/ui/notice.tsx';
import { TextLink } from '#components/ui/text-link.tsx';
import { localPath } from '#lib/auth/local-path.ts';
import { Door } from '../_parts/door.tsx';
import { doorTo, one, type Query } from '../_parts/query.ts';
import { SignInForm } from './sign-in-form.client.tsx';

export const metadata: Metadata = { title: 'Sign in' };

const done: Record<string, { title: string; text: string }> = {
  password: { title: 'Your new password is set', text: 'Sign in with it. All devices have been signed out.' },
  out: { title: 'You are signed out', text: 'This device forgets you until you sign in again.' },
};

export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const next = localPath(one(query.next));
  if (await currentViewer()) redirect(next);
  const note = done[one(query.done) ?? ''];
  return (
    <Door
      title="Sign in"
      {...(next === '/overview' ? {} : { lead: 'Then you go on to the page you asked for.' })}
      below={
        <p>
          New here? <TextLink href={doorTo('/sign-up', next)}>Create an account</TextLink>
        </p>
      }
    >
      {note ? (
        <Notice tone="done" title={note.title} className="mb-5">
          {note.text}
        </Notice>
      ) : null}
      <SignInForm next={next} />
    </Door>
  );
}
