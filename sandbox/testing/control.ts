/** Calls a control route of one world and gives its JSON; throws for anything but 200. */
export type Control = <Answer = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
) => Promise<Answer>;

export function controlOf(sandboxUrl: string, world: string): Control {
  return async <Answer>(method: string, path: string, body?: unknown) => {
    const separator = path.includes('?') ? '&' : '?';
    const response = await fetch(`${sandboxUrl}/_sandbox/${path}${separator}world=${world}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  };
}
