import type { Metadata } from 'next';
import { TextLink } from '#components/ui/text-link.tsx';
import { env } from '#lib/env.ts';
import { Door } from '../_parts/door.tsx';
import { ForgotPasswordForm } from './forgot-password-form.client.tsx';

export const metadata: Metadata = { title: 'Set a new password' };

export default async function ForgotPasswordPage() {
  return (
    <Door
      title="Set a new password"
      lead="Tell us your address. If it has an account, we send a link that sets a new password. This also ends a pause after failed tries."
      below={
        <p>
          Remembered it? <TextLink href="/sign-in">Sign in</TextLink>
        </p>
      }
    >
      <ForgotPasswordForm inboxUrl={env().MAIL_INBOX_URL} />
    </Door>
  );
}
