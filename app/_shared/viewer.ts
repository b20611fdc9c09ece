import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { type Asker, askerFrom } from '#lib/auth/asker.ts';
import { localPath } from '#lib/auth/local-path.ts';
import { findVisit, type Visit } from '#lib/auth/viewer.ts';
import { wallNow } from '#lib/clock.ts';
import type { Viewer } from '#lib/db/viewer.ts';

/** Who sent this request, signed in or not. */
const currentAsker = cache(async (): Promise<Asker> => askerFrom(await headers()));

/** The signed-in visit, looked up once per request; null when nobody is signed in. */
const currentVisit = cache(async (): Promise<Visit | null> => findVisit(await currentAsker(), wallNow()));

/** The signed-in viewer, or null. */
export async function currentViewer(): Promise<Viewer | null> {
  return (await currentVisit())?.viewer ?? null;
}

/** For pages: the visit, or the way to the sign-in page and back here. */
export async function requireVisit(): Promise<Visit> {
  const visit = await currentVisit();
  if (visit) return visit;
  const here = localPath((await headers()).get('x-plumb-path'));
  redirect(here === '/overview' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(here)}`);
}

/** For pages: the viewer, or the way to the sign-in page and back here. Every page calls it; a layout proves nothing. */
export async function requireViewer(): Promise<Viewer> {
  return (await requireVisit()).viewer;
}
