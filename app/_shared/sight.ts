/** How a person wants to see the app on this device: known before the first byte, so that nothing flashes. */
export type Sight = { readonly theme: 'system' | 'light' | 'dark'; readonly hideAmounts: boolean };

/**
 * The cookies that carry it. They are a copy: the person's preference is kept with the household, and whoever saves it
 * (settings, sign-in) writes these too. Not httpOnly, because the key that hides amounts works without a round trip.
 */
export const themeCookie = 'plumb-theme';
export const hideCookie = 'plumb-hide';

/** A year, in seconds. */
export const sightMaxAge = 31_536_000;

export function sightFrom(cookies: { get(name: string): { value: string } | undefined }): Sight {
  const theme = cookies.get(themeCookie)?.value;
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    hideAmounts: cookies.get(hideCookie)?.value === '1',
  };
}
