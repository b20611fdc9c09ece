import { present } from '#lib/assert.ts';
import { demoDomain } from '#lib/auth/post-letter.ts';
import { viewerOfMember } from '#lib/auth/viewer.ts';
import { demoHouseholdsFrom } from '#lib/db/system.ts';
import type { Viewer } from '#lib/db/viewer.ts';
import { newId } from '#lib/ids.ts';
import { createPerson } from './create-person.ts';
import { defaultTimeZone } from './time-zone.ts';

/** How long a demo household is kept, in days of the wall clock. */
export const demoDays = 7;

/**
 * Makes a person for a demo, with a household that is marked as one. Nobody can sign in as this person: there is no
 * password, and the address is of a domain that cannot exist (RFC 2606), so no link ever reaches anybody. The way in is
 * the session that the door opens (lib/auth/sessions.ts, `openSession(viewer.userId, asker)`).
 */
export async function createDemoUser(input: { now: Date; wallNow: Date; timeZone?: string }): Promise<Viewer> {
  const made = await createPerson(
    {
      name: 'Demo',
      email: `${newId()}@${demoDomain}`,
      passwordHash: null,
      timeZone: input.timeZone ?? defaultTimeZone,
      isDemo: true,
    },
    input.now,
    input.wallNow,
  );
  const { userId, householdId } = present(made.ok ? made.value : null, 'a demo address that is new');
  return present(await viewerOfMember(userId, householdId), 'the viewer of a new demo');
}

/** The demo households whose time is over, oldest first: for the sweep, which erases them. */
export function expiredDemoHouseholds(wallNow: Date, most = 50): Promise<string[]> {
  return demoHouseholdsFrom(new Date(wallNow.getTime() - demoDays * 86_400_000), most);
}
