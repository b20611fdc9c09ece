import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '#prisma-client/client.ts';
import { env } from '../env.ts';

/** What a process mostly does: a page waits for seconds at most, a job may store a hundred thousand rows. */
export type ProcessKind = 'web' | 'worker';

type Open = { client: PrismaClient; kind: ProcessKind };

// A bundle may hold this module more than once, and a development server loads it anew with each change;
// the process must still have one pool.
const slot = Symbol.for('plumb.database');
const shared = globalThis as unknown as Record<symbol, Open | undefined>;

const limits = {
  web: { maxWait: 10_000, timeout: 20_000, statementMs: 20_000 },
  worker: { maxWait: 30_000, timeout: 300_000, statementMs: 240_000 },
} as const;

/** The process's one database client. It connects with its first query. */
export function database(): PrismaClient {
  return (shared[slot] ?? openDatabase('web')).client;
}

/** Opens the client for a kind of process: pool size and time limits. A process that says nothing is `web`. */
export function openDatabase(kind: ProcessKind): Open {
  const open = shared[slot];
  if (open) {
    if (open.kind !== kind) throw new Error(`The database is already open for a ${open.kind} process`);
    return open;
  }
  const { DATABASE_URL, WEB_POOL, WORKER_POOL } = env();
  const { maxWait, timeout, statementMs } = limits[kind];
  const adapter = new PrismaPg(
    {
      connectionString: DATABASE_URL,
      max: kind === 'web' ? WEB_POOL : WORKER_POOL,
      connectionTimeoutMillis: maxWait,
      statement_timeout: statementMs,
      application_name: `plumb-${kind}`,
    },
    kind === 'web' ? { statementNameGenerator: nameOfStatement() } : {},
  );
  const opened = { client: new PrismaClient({ adapter, transactionOptions: { maxWait, timeout } }), kind };
  shared[slot] = opened;
  return opened;
}

/** How many statements a process prepares at most. Beyond them statements are planned each time, as without names. */
const mostPrepared = 500;
const unnamed = '';

/**
 * Names the statements of pages, so that each connection parses and plans one once and not with every page: planning the
 * accounts' cards takes the database several times as long as answering. A worker's statements are few and long.
 */
function nameOfStatement(): (query: { sql: string; args: unknown[] }) => string {
  const names = new Map<string, string>();
  return ({ sql, args }) => {
    if (args.length === 0) return unnamed;
    const known = names.get(sql);
    if (known !== undefined || names.size >= mostPrepared) return known ?? unnamed;
    const name = `plumb_${names.size}`;
    names.set(sql, name);
    return name;
  };
}

/** Closes the pool; the next `database()` opens a new one. */
export async function closeDatabase(): Promise<void> {
  const open = shared[slot];
  shared[slot] = undefined;
  await open?.client.$disconnect();
}
