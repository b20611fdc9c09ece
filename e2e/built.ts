import { readFileSync } from 'node:fs';

/** A page or a route of the production build: its file below `app/` without the ending, and its address with `[names]`. */
export type Door = { file: string; route: string };

/** A server action of the build: what it is called by in a request, and where it stands. */
export type BuiltAction = { id: string; name: string; route: string };

type ActionManifest = {
  node: Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }>;
};

const read = <T>(path: string) => JSON.parse(readFileSync(`.next/${path}`, 'utf8')) as T;

/** Every page and every route that the build answers with code of ours. */
export function builtDoors(): Door[] {
  const routes = read<Record<string, string>>('app-path-routes-manifest.json');
  return Object.entries(routes)
    .map(([file, route]) => ({ file, route }))
    .filter(({ route }) => !/^\/_|\.\w+$/.test(route));
}

/** Every action that the build can be sent, named `app/folder/actions.ts name`, with a page's address that takes it. */
export function builtActions(): BuiltAction[] {
  const routes = read<Record<string, string>>('app-path-routes-manifest.json');
  return Object.entries(read<ActionManifest>('server/server-reference-manifest.json').node).map(
    ([id, { filename, exportedName, workers }]) => {
      const [page = ''] = Object.keys(workers);
      const route = routes[page.replace(/^app/, '')];
      if (!route) throw new Error(`No page takes ${exportedName}`);
      return { id, name: `${filename} ${exportedName}`, route };
    },
  );
}

/** Whether an address, with a query or without, is answered by this page or route. */
export function isAnsweredBy(path: string, { route }: Door): boolean {
  const pattern = route.replace(/\[\.{3}\w+\]/g, '.+').replace(/\[\w+\]/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(path.split('?')[0] ?? '');
}
