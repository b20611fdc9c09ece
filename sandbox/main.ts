import { enableCompileCache, flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

// What one start has compiled and stripped of its types, the next one finds.
enableCompileCache();
// Answers are short-lived text: with a young generation of 64 MB, and an old one that may grow fourfold before it is swept,
// more of it would only lie about longer.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=80');

/** After this the first requests are through, and what was compiled is written down, also for one that will be killed. */
const writeCacheAfterMs = 2_000;

try {
  const [{ startSandbox }, { readSettings }] = await Promise.all([
    import('#sandbox/server.ts'),
    import('#sandbox/settings.ts'),
  ]);
  const sandbox = await startSandbox(readSettings(process.env));
  console.log(JSON.stringify({ ready: true, url: sandbox.url, smtp: sandbox.smtpPort }));
  setTimeout(flushCompileCache, writeCacheAfterMs).unref();
  const stop = () => {
    sandbox.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
