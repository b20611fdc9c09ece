import { startSandbox } from '#sandbox/server.ts';
import { readSettings, type Settings } from '#sandbox/settings.ts';

try {
  const settings = readSettings(process.env);
  const sandbox = await startSandbox({ ...settings, observe: await observer(settings) });
  console.log(JSON.stringify({ ready: true, url: sandbox.url, smtp: sandbox.smtpPort }));
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

/** Checks every exchange, when there is a description to hold it against; what does that is for tests only. */
async function observer({ descriptionFile }: Settings): Promise<Settings['observe']> {
  if (descriptionFile === null) return null;
  const { openObserver } = await import('#sandbox/testing/observer.ts');
  return openObserver();
}
