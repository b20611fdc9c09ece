import type { Metadata } from 'next';
import { ButtonLink } from '#components/ui/button.tsx';
import { shortestPassword, tokenField } from '#lib/auth/input.ts';
import { isResetOpen } from '#lib/auth/reset-password.ts';
import { wallNow } from '#lib/clock.ts';
import { Door } from '../_parts/door.tsx';
import { one, type Query } from '../_parts/query.ts';
import { ResetPasswordForm } from './reset-password-form.client.tsx';

export const metadata: Metadata = { title: 'Set a new password', robots: { index: false } };

export default async function ResetPasswordPage({ searchParams }: { searchParams: Promise<Query> }) {
  const token = tokenField.safeParse(one((await searchParams).token));
  if (!token.success || !(await isResetOpen(token.data, wallNow()))) {
    return (
      <Door title="This link no longer works" lead="It was used already, an hour has passed, or part of it is missing.">
        <p className="mb-4">Your password is as it was. Ask for a new link; it takes a minute.</p>
        <ButtonLink href="/forgot-password" look="primary">
          Ask for a new link
        </ButtonLink>
      </Door>
    );
  }
  return (
    <Door title="Set a new password" lead="Afterwards all devices are signed out, and you sign in with the new one.">
      <ResetPasswordForm token={token.data} shortestPassword={shortestPassword} />
    </Door>
  );
}
