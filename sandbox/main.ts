import { startSandbox } from '#sandbox/server.ts';
import { readSettings } from '#sandbox/settings.ts';

try {
  const sandbox = await startSandbox(readSettings(process.env));
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
