const here = 'http://here.invalid';

/**
 * The path to go on to after signing in, from the address: only ever a page of ours. What leads elsewhere (`//other`,
 * `/\other`, `https:…`), to a route that is no page, or back to the door itself becomes the fallback.
 */
export function localPath(text: string | null | undefined, fallback = '/overview'): string {
  if (!text?.startsWith('/') || text.length > 2000) return fallback;
  let url: URL;
  try {
    url = new URL(text, here);
  } catch {
    return fallback;
  }
  if (url.origin !== here || url.pathname.startsWith('//')) return fallback;
  const door = /^\/(api|_next|sign-in|sign-up|forgot-password|reset-password|confirm-email|erased)(\/|$)/i;
  return door.test(url.pathname) ? fallback : `${url.pathname}${url.search}`;
}
