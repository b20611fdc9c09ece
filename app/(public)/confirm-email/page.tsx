import type { Metadata } from 'next';
import { ButtonLink } from '#components/ui/button.tsx';
import { tokenField } from '#lib/auth/input.ts';
import { Door } from '../_parts/door.tsx';
import { one, type Query } from '../_parts/query.ts';
import { ConfirmEmailForm } from './confirm-email-form.client.tsx';

export const metadata: Metadata = { title: 'Confirm your address', robots: { index: false } };

/** Asks for one press: programs that only look at the links in a letter must not confirm anything. */
export default async function ConfirmEmailPage({ searchParams }: { searchParams: Promise<Query> }) {
  const token = tokenField.safeParse(one((await searchParams).token));
  if (!token.success) {
    return (
      <Door title="This link does not fit" lead="A part of it is missing.">
        <p className="mb-4">Open it once more from the e-mail, or ask for a new one in the settings.</p>
        <ButtonLink href="/settings#email" look="primary">
          Go to the settings
        </ButtonLink>
      </Door>
    );
  }
  return (
    <Door title="Confirm your address" lead="So that we can help you back in when a password is lost.">
      <ConfirmEmailForm token={token.data} />
    </Door>
  );
}
