import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { liveServer } from '#lib/db/embedded.ts';
import { prepareHost } from '#lib/db/embedded-host.ts';
import { homeSecrets } from './secrets.ts';
import { planFrom } from './settings.ts';
import { openStack } from './stack.ts';

test('a start that is stopped while its database comes up leaves no server behind', async () => {
  const home = await mkdtemp(join(tmpdir(), 'plumb-stack-'));
  const environment = { PLUMB_HOME: home, PATH: process.env.PATH };
  const stack = openStack({
    plan: planFrom(environment),
    secrets: await homeSecrets(home),
    isDev: false,
    environment,
  });
  const { dataFolder } = await prepareHost(home);
  const start = stack.start().catch((error: Error) => error.message);
  while (
    await access(join(dataFolder, 'postmaster.pid')).then(
      () => false,
      () => true,
    )
  )
    await pause(1);
  await stack.stop();
  expect(await start).toBe('It was stopped.');
  expect(await liveServer(dataFolder)).toBeNull();
  await rm(home, { recursive: true, force: true });
});
