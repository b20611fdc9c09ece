import { cookies } from 'next/headers';
import type { DoorCookie } from '#lib/auth/library.ts';
import type { Theme } from '#lib/auth/viewer.ts';
import { hideCookie, sightMaxAge, themeCookie } from './sight.ts';

/** Sets the cookies that lib/auth wants set; only in actions and routes. */
export async function setDoorCookies(wanted: readonly DoorCookie[]): Promise<void> {
  const jar = await cookies();
  for (const { name, value, ...options } of wanted) jar.set(name, value, options);
}

/** Copies the person's preferences to this device, where the first byte of a page needs them. */
export async function setSightCookies(sight: { theme: Theme; hideAmounts: boolean }): Promise<void> {
  const jar = await cookies();
  const options = { path: '/', sameSite: 'lax', maxAge: sightMaxAge } as const;
  jar.set(themeCookie, sight.theme, options);
  jar.set(hideCookie, sight.hideAmounts ? '1' : '0', options);
}
