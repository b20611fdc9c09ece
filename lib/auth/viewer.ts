import { unreachable } from '#lib/assert.ts';
import { database } from '#lib/db/client.ts';
import type { Viewer } from '#lib/db/viewer.ts';
import { NotAllowed } from '#lib/errors.ts';
import { type Asker, libraryHeaders } from './asker.ts';
import { library } from './library.ts';

export type Role = Viewer['role'];
export type Theme = 'system' | 'light' | 'dark';

/** A signed-in request: the viewer, which session it is, and how the person wants to see the app. */
export type Visit = {
  readonly sessionId: string;
  readonly viewer: Viewer;
  readonly isEmailConfirmed: boolean;
  readonly theme: Theme;
  readonly hideAmounts: boolean;
};

type Row = {
  session_id: string;
  user_id: string;
  name: string;
  email: string;
  email_verified: boolean;
  household_id: string;
  role: string;
  time_zone: string;
  currency: string;
  is_demo: boolean;
  theme: string | null;
  hide_amounts: boolean | null;
};

/**
 * The visit that a request's cookie stands for, in one query; null when there is no cookie, its signature is not ours,
 * the session has ended or was revoked, or the person belongs to no household.
 */
export async function findVisit(asker: Asker, wallNow: Date): Promise<Visit | null> {
  if (!asker.cookie) return null;
  const { token } = await library().api.readSessionToken({ headers: libraryHeaders(asker) });
  if (!token) return null;
  const [row] = await database().$queryRaw<Row[]>`
    SELECT s.id AS session_id, u.id AS user_id, u.name, u.email, u.email_verified, m.household_id, m.role,
      h.time_zone, h.currency, h.is_demo, p.theme, p.hide_amounts
    FROM session s
    JOIN "user" u ON u.id = s.user_id
    JOIN membership m ON m.user_id = u.id
    JOIN household h ON h.id = m.household_id
    LEFT JOIN preference p ON p.household_id = m.household_id AND p.user_id = u.id
    WHERE s.token = ${token} AND s.expires_at > ${wallNow}
    ORDER BY m.created_at, m.household_id
    LIMIT 1`;
  if (!row) return null;
  return {
    sessionId: row.session_id,
    viewer: viewerOfRow(row),
    isEmailConfirmed: row.email_verified,
    theme: themeOf(row.theme),
    hideAmounts: row.hide_amounts ?? false,
  };
}

/** The viewer for a member of a household, for work that a person has just begun without a cookie yet; null if none. */
export async function viewerOfMember(userId: string, householdId: string): Promise<Viewer | null> {
  const [row] = await database().$queryRaw<Omit<Row, 'session_id' | 'theme' | 'hide_amounts'>[]>`
    SELECT u.id AS user_id, u.name, u.email, u.email_verified, m.household_id, m.role, h.time_zone, h.currency, h.is_demo
    FROM membership m
    JOIN "user" u ON u.id = m.user_id
    JOIN household h ON h.id = m.household_id
    WHERE m.user_id = ${userId} AND m.household_id = ${householdId}::uuid`;
  return row ? viewerOfRow(row) : null;
}

function viewerOfRow(row: Omit<Row, 'session_id' | 'theme' | 'hide_amounts'>): Viewer {
  return Object.freeze({
    userId: row.user_id,
    householdId: row.household_id,
    role: roleOf(row.role),
    timeZone: row.time_zone,
    currency: row.currency,
    name: row.name,
    email: row.email,
    isDemo: row.is_demo,
  }) as Viewer;
}

function roleOf(text: string): Role {
  if (text === 'owner' || text === 'editor' || text === 'viewer') return text;
  throw new Error(`Not a role: ${text}`);
}

function themeOf(text: string | null): Theme {
  return text === 'light' || text === 'dark' ? text : 'system';
}

/** Whether this person may change what belongs to the household. */
export function mayEdit(viewer: Viewer): boolean {
  switch (viewer.role) {
    case 'owner':
    case 'editor':
      return true;
    case 'viewer':
      return false;
    default:
      return unreachable(viewer.role);
  }
}

/** Throws NotAllowed unless this person may change what belongs to the household. */
export function assertMayEdit(viewer: Viewer): void {
  if (!mayEdit(viewer)) throw new NotAllowed('This role may look, not change.');
}

/** Throws NotAllowed unless this person owns the household: for what concerns it as a whole. */
export function assertIsOwner(viewer: Viewer): void {
  if (viewer.role !== 'owner') throw new NotAllowed('Only an owner may do this.');
}
