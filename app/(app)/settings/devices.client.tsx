'use client';

import { useEffect, useRef } from 'react';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { Badge } from '#components/ui/badge.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import { revokeOtherSessionsAction, revokeSessionAction, signOutAction } from './actions.ts';
import { Saved } from './saved.tsx';

export type DeviceView = {
  id: string;
  device: string;
  address: string | null;
  /** when, in words */
  signedIn: string;
  ends: string;
  isThisOne: boolean;
};

/** Each session with the device behind it, and the ways to end one, all others, or this one. */
export function Devices({ devices }: { devices: readonly DeviceView[] }) {
  const one = useForm(revokeSessionAction);
  const others = useForm(revokeOtherSessionsAction);
  const leaving = useForm(signOutAction);
  const list = useRef<HTMLUListElement>(null);
  const count = devices.length;
  const shownCount = useRef(count);
  // The button that was pressed goes with its session, and the focus with it.
  useEffect(() => {
    const isFewer = count < shownCount.current;
    shownCount.current = count;
    if (isFewer && (one.state.ok || others.state.ok) && document.activeElement === document.body) list.current?.focus();
  }, [one.state, others.state, count]);
  return (
    <div className="grid gap-4">
      <ProblemNotice state={one.state} />
      <ProblemNotice state={others.state} />
      <ProblemNotice state={leaving.state} />
      <ul ref={list} tabIndex={-1} aria-label="Sessions" className="grid divide-y divide-line outline-none">
        {devices.map((device) => (
          <li key={device.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3 first:pt-0">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {device.device}
                {device.isThisOne ? <Badge tone="accent">this device</Badge> : null}
              </p>
              <p className="text-sm text-muted">
                Signed in {device.signedIn}
                {device.address ? ` from ${device.address}` : ''}. Ends {device.ends}.
              </p>
            </div>
            {device.isThisOne ? (
              <form {...leaving.form}>
                <SubmitButton look="quiet" size="small" busy="Signing out…">
                  Sign out
                </SubmitButton>
              </form>
            ) : (
              <form {...one.form}>
                <input type="hidden" name="sessionId" value={device.id} />
                <SubmitButton look="quiet" size="small" busy="Ending…">
                  End
                  <span className="sr-only">
                    {' '}
                    the session of {device.device}, signed in {device.signedIn}
                  </span>
                </SubmitButton>
              </form>
            )}
          </li>
        ))}
      </ul>
      {devices.length > 1 ? (
        <form {...others.form}>
          <SubmitButton look="quiet" busy="Ending…">
            End all others
          </SubmitButton>
        </form>
      ) : null}
      <Saved state={one.state} words="Ended. That device is asked to sign in again." />
      <Saved state={others.state} words="All other sessions are ended." />
    </div>
  );
}
