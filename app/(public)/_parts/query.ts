/** The question in a page's address. */
export type Query = Record<string, string | string[] | undefined>;

/** One value of it; when it was given several times, the first. */
export function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** The address of a door that leads on to a page of ours (`localPath`); the overview is where doors lead anyway. */
export function doorTo(door: '/sign-in' | '/sign-up', next: string): string {
  return next === '/overview' ? door : `${door}?next=${encodeURIComponent(next)}`;
}
