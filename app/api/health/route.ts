import { connection } from 'next/server';
import { database } from '#lib/db/client.ts';
import { countWorkers } from '#lib/jobs/heartbeat.ts';
import { log } from '#lib/log.ts';
import { isBankReachable } from './bank-reach.ts';

type Part = 'ok' | 'down';

const patienceMs = 2_000;

/** Whether everything that the app needs is there: 200 when it is, 503 when a part is not; each part by its name. */
export async function GET(): Promise<Response> {
  await connection();
  const [databasePart, jobs, bank] = await Promise.all([
    check('database', () => database().$queryRaw`SELECT 1`.then(() => true)),
    check('jobs', async () => (await countWorkers(database())) > 0),
    check('bank', () => isBankReachable(patienceMs)),
  ]);
  const parts = { database: databasePart, jobs, bank };
  const isWell = Object.values(parts).every((part) => part === 'ok');
  return Response.json(
    { status: isWell ? 'ok' : 'down', ...parts },
    { status: isWell ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  );
}

async function check(name: string, isWell: () => Promise<boolean>): Promise<Part> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, patienceMs + 500, false).unref());
  try {
    return (await Promise.race([isWell(), late])) ? 'ok' : 'down';
  } catch (error) {
    log().warn({ err: error, part: name }, 'a part is not well');
    return 'down';
  }
}
