/** Where the panel of a day stands on its page. */
export const dayAnchor = 'day';

/**
 * The address of one day, and of what stands behind its figures.
 *
 * @param page the page that shows it: `/accounts`, or the page of one account
 * @param day as YYYY-MM-DD
 */
export function dayHref(page: string, day: string): string {
  return `${page}?day=${day}#${dayAnchor}`;
}
