import { database } from '#lib/db/client.ts';
import { type Asker, libraryHeaders, withCookies } from './asker.ts';
import { cookiesOf, type DoorCookie, library } from './library.ts';
import { findVisit, type Visit } from './viewer.ts';

// A browser that opens a demo from somebody's account keeps the session of that account aside, in a signed cookie of its
// own, and takes it up again when the demo is left. The cookie names the demo for which it was set: one that was planted
// belongs to another demo, and leads nowhere. The session itself stays in the database, where it can be ended meanwhile.

/** Keeps what this browser is signed in to for the time in which it is in a demo. Returns the cookies that do. */
export async function keepSession(visit: Visit, demoUserId: string, asker: Asker): Promise<DoorCookie[]> {
  const token = visit.viewer.isDemo
    ? await keptDuring(visit.viewer.userId, asker)
    : (await library().api.readSessionToken({ headers: libraryHeaders(asker) })).token;
  if (!token) return [];
  const body = { token, during: demoUserId };
  const { headers } = await library().api.keepSession({ body, returnHeaders: true });
  return cookiesOf(headers);
}

/**
 * Takes up again what was kept when this demo was opened: the visit, and the cookies that make it this browser's. Null when
 * nothing was, or when it has ended meanwhile.
 */
export async function resumeSession(
  demoUserId: string,
  asker: Asker,
  wallNow: Date,
): Promise<{ visit: Visit; cookies: DoorCookie[] } | null> {
  const token = await keptDuring(demoUserId, asker);
  if (!token) return null;
  const { headers } = await library().api.resumeSession({ body: { token }, returnHeaders: true });
  const cookies = cookiesOf(headers);
  const visit = await findVisit(withCookies(asker, cookies), wallNow);
  return visit && { visit, cookies };
}

/** Ends what is kept, for whoever signs out: a device that is signed out brings nobody back. Returns the cookies that remove it. */
export async function endKeptSession(asker: Asker): Promise<DoorCookie[]> {
  const { kept } = await library().api.readKeptSession({ headers: libraryHeaders(asker) });
  if (!kept) return [];
  await database().session.deleteMany({ where: { token: kept.token } });
  const { headers } = await library().api.forgetKeptSession({ returnHeaders: true });
  return cookiesOf(headers);
}

async function keptDuring(demoUserId: string, asker: Asker): Promise<string | null> {
  const { kept } = await library().api.readKeptSession({ headers: libraryHeaders(asker) });
  return kept?.during === demoUserId ? kept.token : null;
}
