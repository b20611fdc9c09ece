// @ts-check

/** The world that this page shows. */
export const world = new URL(location.href).searchParams.get('world') ?? 'plumb';

/**
 * Carries out a control call. Throws with the sandbox's own words.
 * @param {string} path @param {string} [method] @param {object} [body]
 */
export async function ask(path, method = 'GET', body = undefined) {
  const separator = path.includes('?') ? '&' : '?';
  const response = await fetch(`/_sandbox/${path}${separator}world=${encodeURIComponent(world)}`, {
    method,
    headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error?.message ?? `The sandbox answered ${response.status}.`);
  return answer;
}

/** A salt for the ids of a world that begins again: an app that keeps its books meets none of the old ids. */
export const freshIds = () => crypto.randomUUID();

/**
 * Hears from the sandbox when something has happened, and only then.
 * @param {(pulse: any) => void} heard
 * @param {(isThere: boolean) => void} changed whether the sandbox can be reached
 */
export function watch(heard, changed) {
  const changes = new EventSource(`/_sandbox/changes?world=${encodeURIComponent(world)}`);
  let isThere = true;
  const reach = (now) => {
    if (now !== isThere) changed(now);
    isThere = now;
  };
  changes.addEventListener('message', (event) => {
    reach(true);
    heard(JSON.parse(event.data));
  });
  changes.addEventListener('error', () => reach(false));
}
