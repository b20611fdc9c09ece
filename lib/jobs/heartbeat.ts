import type { PrismaClient } from '#prisma-client/client.ts';
import { wallNow } from '../clock.ts';
import { newId } from '../ids.ts';
import { log } from '../log.ts';

const everyMs = 5_000;
/** A worker that has been silent for longer counts as gone, in milliseconds. */
const silenceMs = 20_000;

/** Tells the database that this worker lives, until stopped. Rows of workers long gone are cleared on the way. */
export async function startHeartbeat(client: PrismaClient): Promise<{ stop(): Promise<void> }> {
  const id = newId();
  const startedAt = wallNow();
  const beat = async () => {
    const beatAt = wallNow();
    await client.workerHeartbeat.upsert({ where: { id }, create: { id, startedAt, beatAt }, update: { beatAt } });
  };
  await client.workerHeartbeat.deleteMany({
    where: { beatAt: { lt: new Date(startedAt.getTime() - 100 * silenceMs) } },
  });
  await beat();
  const timer = setInterval(() => {
    beat().catch((error) => log().error({ err: error }, 'the heartbeat of the worker'));
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await client.workerHeartbeat.deleteMany({ where: { id } });
    },
  };
}

/** How many workers are alive. */
export function countWorkers(client: PrismaClient): Promise<number> {
  return client.workerHeartbeat.count({ where: { beatAt: { gt: new Date(wallNow().getTime() - silenceMs) } } });
}
