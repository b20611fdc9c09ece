import pg from 'pg';
import type { Manifest } from './dump-database.ts';
import { loadDatabase } from './load-database.ts';

/**
 * Fills a database beside the present one with a backup, and only when it is whole puts it in the other's place. The other
 * one stays on the server as `<name>_replaced_<stamp>`. Throws in words, with nothing changed, where there is data already
 * that may not be replaced.
 *
 * @param stamp of this restore: letters, digits and underscores
 */
export async function replaceDatabase(
  url: string,
  folder: string,
  { mayReplace, stamp }: { mayReplace: boolean; stamp: string },
): Promise<Manifest> {
  const at = (name: string) => url.replace(/[^/]+$/, name);
  const present = new URL(url).pathname.slice(1);
  const [restored, replaced] = [`${present}_restored`, `${present}_replaced_${stamp}`];
  const client = new pg.Client({ connectionString: at('postgres') });
  await client.connect();
  try {
    if (!mayReplace && (await hasPeople(url))) {
      throw new Error('There is data already. To set it aside: npm run restore -- folder --replace');
    }
    await client.query(`DROP DATABASE IF EXISTS ${restored} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${restored}`);
    const manifest = await loadDatabase(at(restored), folder);
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY($1)', [
      [present, restored],
    ]);
    // One query is one transaction: killed between the two names, the next start would find no database and make an empty one.
    await client.query(
      `ALTER DATABASE ${present} RENAME TO ${replaced}; ALTER DATABASE ${restored} RENAME TO ${present}`,
    );
    return manifest;
  } finally {
    await client.end();
  }
}

async function hasPeople(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ found: string | null }>(`SELECT to_regclass('public."user"')::text AS found`);
    if (!rows[0]?.found) return false;
    return Boolean((await client.query('SELECT FROM public."user" LIMIT 1')).rowCount);
  } finally {
    await client.end();
  }
}
