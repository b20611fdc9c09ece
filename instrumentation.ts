import type { Instrumentation } from 'next';

/** Runs once when the web server starts, before it answers. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { notePeers } = await import('#lib/auth/peer.ts');
  notePeers();
}

/** An error that a page or an action did not expect: to the log, under the number that the person is shown. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { log } = await import('#lib/log.ts');
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
  log().error(
    { err: error, digest, method: request.method, path: request.path.split('?')[0], route: context.routePath },
    'A request failed',
  );
};
