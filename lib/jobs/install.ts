import pg from 'pg';
import { jobNames } from './jobs.ts';
import { queueOptions, queueSchema, quietBoss, shortLived } from './queue.ts';

/**
 * Installs the queue in the database at `url`, or brings it to this version: pg-boss' tables, one queue per job, and the
 * few rights of plumb_app. Safe to repeat and to run twice at once. Runs after `migrate`, as the same user.
 */
export async function installJobs(url: string): Promise<void> {
  const boss = quietBoss({ connectionString: url, migrate: true, max: 2 });
  const problems: Error[] = [];
  boss.on('error', (error) => problems.push(error));
  await boss.start();
  try {
    for (const name of jobNames) {
      const options = { ...queueOptions, ...(shortLived.has(name) ? { deleteAfterSeconds: 60 } : {}), notify: true };
      await boss.createQueue(name, { ...options, policy: 'short' });
      await boss.updateQueue(name, options);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  if (problems[0]) throw problems[0];
  await grantRights(url);
}

/**
 * A household's work may add a job and learn its id. It may not read what others have promised: a letter's payload holds a
 * link that lets somebody in.
 */
const rights = `
  GRANT USAGE ON SCHEMA ${queueSchema} TO plumb_app;
  GRANT SELECT ON ${queueSchema}.queue TO plumb_app;
  GRANT INSERT, SELECT (id, start_after) ON ${queueSchema}.job_common TO plumb_app;

  -- Whether a job with this key still waits; if so, no worker takes it before the caller's transaction ends.
  CREATE OR REPLACE FUNCTION hold_waiting_job(queue text, key text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM FROM ${queueSchema}.job_common
      WHERE name = queue AND singleton_key = key AND state = 'created' FOR SHARE;
    RETURN FOUND;
  END
  $$;
  REVOKE ALL ON FUNCTION hold_waiting_job(text, text) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION hold_waiting_job(text, text) TO plumb_app;
`;

async function grantRights(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Two at once would both rewrite the same catalog row, which PostgreSQL refuses: one waits.
    await client.query(`BEGIN; SELECT pg_advisory_xact_lock(7586206202); ${rights} COMMIT`);
  } finally {
    await client.end();
  }
}
