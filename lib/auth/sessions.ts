import { database } from '#lib/db/client.ts';
import type { Viewer } from '#lib/db/viewer.ts';
import { type Asker, libraryHeaders } from './asker.ts';
import { deviceWords } from './device.ts';
import { endKeptSession } from './kept-session.ts';
import { cookiesOf, type DoorCookie, library } from './library.ts';

/** A session as its person sees it. The token stays where it is. */
export type SessionView = {
  id: string;
  device: string;
  address: string | null;
  signedInAt: Date;
  endsAt: Date;
  isThisOne: boolean;
};

/** The viewer's sessions that still work, this one first, then the newest. */
export async function listSessions(viewer: Viewer, thisSessionId: string, wallNow: Date): Promise<SessionView[]> {
  const rows = await database().session.findMany({
    where: { userId: viewer.userId, expiresAt: { gt: wallNow } },
    orderBy: { createdAt: 'desc' },
    select: { id: true, userAgent: true, ipAddress: true, createdAt: true, expiresAt: true },
  });
  const views = rows.map((row) => ({
    id: row.id,
    device: deviceWords(row.userAgent),
    address: row.ipAddress || null,
    signedInAt: row.createdAt,
    endsAt: row.expiresAt,
    isThisOne: row.id === thisSessionId,
  }));
  return views.sort((a, b) => Number(b.isThisOne) - Number(a.isThisOne));
}

/** Ends one of the viewer's sessions at once. Returns how many ended: 0 for an id that is nobody's or somebody else's. */
export async function revokeSession(viewer: Viewer, sessionId: string): Promise<number> {
  const { count } = await database().session.deleteMany({ where: { id: sessionId, userId: viewer.userId } });
  return count;
}

/** Ends all of the viewer's sessions but this one. Returns how many ended. */
export async function revokeOtherSessions(viewer: Viewer, thisSessionId: string): Promise<number> {
  const { count } = await database().session.deleteMany({
    where: { userId: viewer.userId, id: { not: thisSessionId } },
  });
  return count;
}

/** Opens a session for somebody who has just been made or has just proven who they are. Always a new token. */
export async function openSession(userId: string, asker: Asker): Promise<DoorCookie[]> {
  const { headers } = await library().api.openSession({
    body: { userId },
    headers: libraryHeaders(asker),
    returnHeaders: true,
  });
  return cookiesOf(headers);
}

/** Ends the session of a request, if it has one, and one that it keeps. Returns the cookies that remove it from the browser. */
export async function signOut(asker: Asker): Promise<DoorCookie[]> {
  const { headers } = await library().api.signOut({ headers: libraryHeaders(asker), returnHeaders: true });
  return [...cookiesOf(headers), ...(await endKeptSession(asker))];
}

/** Removes sessions and mailed tokens that have ended; for the sweep. Returns how many. */
export async function forgetEndedSessions(wallNow: Date): Promise<number> {
  const sessions = await database().session.deleteMany({ where: { expiresAt: { lt: wallNow } } });
  const tokens = await database().verification.deleteMany({ where: { expiresAt: { lt: wallNow } } });
  return sessions.count + tokens.count;
}
