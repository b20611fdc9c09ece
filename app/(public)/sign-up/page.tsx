import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentViewer } from '#app/_shared/viewer.ts';
import { TextLink } from '#components/ui/text-link.tsx';
import { shortestPassword } from '#lib/auth/input.ts';
import { localPath } from '#lib/auth/local-path.ts';
import { Door } from '../_parts/door.tsx';
import { doorTo, one, type Query } from '../_parts/query.ts';
import { SignUpForm } from './sign-up-form.client.tsx';

export const metadata: Metadata = { title: 'Create an account' };

export default async function SignUpPage({ searchParams }: { searchParams: Promise<Query> }) {
  const next = localPath(one((await searchParams).next));
  if (await currentViewer()) redirect(next);
  return (
    <Door
      title="Create an account"
      lead="You can look around at once. We will send one e-mail to confirm your address."
      below={
        <p>
          Already here? <TextLink href={doorTo('/sign-in', next)}>Sign in</TextLink>
        </p>
      }
    >
      <SignUpForm next={next} shortestPassword={shortestPassword} />
    </Door>
  );
}
