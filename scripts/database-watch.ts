import { setTimeout as pause } from 'node:timers/promises';
import { type Embedded, type EmbeddedOptions, startEmbedded } from '#lib/db/embedded.ts';
import { isAlive } from '#lib/db/processes.ts';

export type DatabaseWatch = {
  /** the server as it runs now */
  server: () => Embedded;
  /** Watches no longer: it is about to be stopped. Returns when nothing is started any more. */
  forget: () => Promise<void>;
};

const everyMs = 300;
const pauseMs = 2_000;

/**
 * Starts the embedded server again when its process is gone. It may be no child of ours (one that was taken over from a
 * killed start), so its process is looked at. `onRestart` learns of the new one, whose port may have changed.
 */
export function watchDatabase(
  home: string,
  first: Embedded,
  options: EmbeddedOptions,
  tell: (text: string) => void,
  onRestart: (server: Embedded) => Promise<void>,
): DatabaseWatch {
  let server = first;
  const forgotten = new AbortController();
  const isWatching = () => !forgotten.signal.aborted;
  const wait = (ms: number) => pause(ms, undefined, { ref: false, signal: forgotten.signal }).catch(() => undefined);
  const watch = async () => {
    while (isWatching()) {
      await wait(everyMs);
      if (!isWatching() || isAlive(server.pid)) continue;
      tell('The database stopped by itself. It is started again.');
      try {
        server = await startEmbedded(home, { ...options, port: server.port });
        await onRestart(server);
        tell(`The database runs again on 127.0.0.1:${server.port}.`);
      } catch (error) {
        tell(`The database could not be started: ${error instanceof Error ? error.message : error}`);
        await wait(pauseMs);
      }
    }
  };
  const watching = watch();
  return {
    server: () => server,
    async forget() {
      forgotten.abort();
      await watching;
    },
  };
}
