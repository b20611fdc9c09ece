import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { hereFor } from '#app/_shared/here.ts';
import { sightFrom } from '#app/_shared/sight.ts';
import { requireVisit } from '#app/_shared/viewer.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { listSessions, type SessionView } from '#lib/auth/sessions.ts';
import { mayEdit } from '#lib/auth/viewer.ts';
import { wallNow } from '#lib/clock.ts';
import { dayOf } from '#lib/dates/day.ts';
import { type Here, momentWords } from '#lib/dates/moment-words.ts';
import { transact } from '#lib/db/transact.ts';
import { env } from '#lib/env.ts';
import { isTimeZoneOpen } from '#lib/households/commands.ts';
import { demoDays } from '#lib/households/demo-user.ts';
import { offeredTimeZones } from '#lib/households/time-zone.ts';
import { Devices, type DeviceView } from './devices.client.tsx';
import { EmailPart } from './email-part.client.tsx';
import { NameForm } from './name-form.client.tsx';
import { RealDate } from './real-date.tsx';
import { SightForm } from './sight-form.client.tsx';
import { TimeZoneForm } from './time-zone-form.client.tsx';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  const { viewer, sessionId, isEmailConfirmed } = await requireVisit();
  const at = wallNow();
  const [sessions, canChangeZone, { zone, today }, jar] = await Promise.all([
    listSessions(viewer, sessionId, at),
    transact(viewer, isTimeZoneOpen, { readOnly: true }),
    hereFor(viewer),
    cookies(),
  ]);
  // Sessions live on the wall clock, and so do the words about them.
  const here = { today: dayOf(at, zone), zone };
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title="Settings" />
      <div className="grid gap-5">
        {viewer.isDemo ? <AboutDemo /> : null}
        <Card title="You">
          <div className="grid gap-6">
            <NameForm name={viewer.name} />
            {viewer.isDemo ? null : (
              <EmailPart email={viewer.email} isConfirmed={isEmailConfirmed} inboxUrl={env().MAIL_INBOX_URL} />
            )}
            <TimeZoneForm
              zone={viewer.timeZone}
              offered={canChangeZone && mayEdit(viewer) ? offeredTimeZones(viewer.timeZone) : []}
            />
          </div>
        </Card>
        <Card title="How it looks">
          <SightForm {...sightFrom(jar)} />
        </Card>
        <Card title="Where you are signed in">
          <RealDate real={here.today} shown={today} />
          <Devices devices={sessions.map((session) => deviceView(session, here))} />
        </Card>
        {viewer.role === 'owner' && !viewer.isDemo ? (
          <Card title="Delete my data">
            <p className="max-w-prose text-muted">
              Ends access at every bank you have linked, then deletes everything Plumb knows about you. There is no way
              back.
            </p>
            <ButtonLink href="/settings/delete" className="mt-4">
              See what would be deleted
            </ButtonLink>
          </Card>
        ) : null}
      </div>
    </div>
  );
}

function AboutDemo() {
  return (
    <Card title="This is a demo">
      <p className="max-w-prose text-muted">
        The people and the money are made up; how they are read, checked and shown is not. Leaving deletes the demo, and
        brings you back to your own account if you came from there. One that is not left deletes itself after {demoDays}{' '}
        days.
      </p>
    </Card>
  );
}

function deviceView(session: SessionView, here: Here): DeviceView {
  return {
    id: session.id,
    device: session.device,
    address: session.address,
    signedIn: momentWords(session.signedInAt, here),
    ends: momentWords(session.endsAt, here),
    isThisOne: session.isThisOne,
  };
}
