/** The address of one interval: on its account's page, which lists it however old it is. */
export function intervalHref(accountId: string, intervalId: string): string {
  return `/accounts/${accountId}?interval=${intervalId}#${intervalAnchor(intervalId)}`;
}

/** Where an interval stands on its account's page. */
export function intervalAnchor(intervalId: string): string {
  return `interval-${intervalId}`;
}
