import { now } from '#lib/clock.ts';
import { database } from '#lib/db/client.ts';
import { countWorkers } from '#lib/jobs/heartbeat.ts';
import { log } from '#lib/log.ts';
import { isBankReachable } from './bank-reach.ts';

type Part = 'ok' | 'down';

export type Health = { status: Part; database: Part; jobs: Part; bank: Part };

const patienceMs = 2_000;

/** Looks whether everything that the app needs is there, each part by its name. Never rejects, and takes a few seconds at most. */
export async function lookAtParts(): Promise<Health> {
  const [databasePart, jobs, bank] = await Promise.all([
    checkDatabase(),
    check('jobs', async () => (await countWorkers(database())) > 0),
    check('bank', () => isBankReachable(patienceMs)),
  ]);
  const parts = { database: databasePart, jobs, bank };
  const isWell = Object.values(parts).every((part) => part === 'ok');
  return { status: isWell ? 'ok' : 'down', ...parts };
}

/** Whether the parts are there without which no page can be made: the database, and what tells the time. */
export async function canMakePages(): Promise<boolean> {
  const parts = await Promise.all([checkDatabase(), check('clock', () => now().then(() => true))]);
  return parts.every((part) => part === 'ok');
}

const checkDatabase = () => check('database', () => database().$queryRaw`SELECT 1`.then(() => true));

async function check(name: string, isWell: () => Promise<boolean>): Promise<Part> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, patienceMs + 500, false).unref());
  try {
    return (await Promise.race([isWell(), late])) ? 'ok' : 'down';
  } catch (error) {
    log().warn({ err: error, part: name }, 'a part is not well');
    return 'down';
  }
}
