import pg from 'pg';
import { jobNames } from './jobs.ts';
import { queueOptions, queueSchema, quietBoss, shortLived } from './queue.ts';

/** Per key one job waits. */
const policy = 'short';

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
      await boss.createQueue(name, { ...options, policy });
      await boss.updateQueue(name, options);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  if (problems[0]) throw problems[0];
  await settle(url);
}

/**
 * pg-boss never changes the policy of a queue that exists, and a job keeps the one that it was added under. The queues of an
 * earlier Plumb were stately. A job that was added in this very moment keeps its policy if another of its key waits.
 */
const policies = `
  UPDATE ${queueSchema}.queue SET policy = '${policy}', singletons_active = NULL WHERE policy = 'stately';
  UPDATE ${queueSchema}.job_common j SET policy = '${policy}'
    WHERE policy = 'stately' AND state < 'completed' AND NOT EXISTS (
      SELECT FROM ${queueSchema}.job_common o WHERE j.state = 'created' AND o.state = 'created'
        AND o.name = j.name AND o.singleton_key = j.singleton_key AND o.policy = '${policy}');
`;

/**
 * A household's work may add a job and learn its id. It may not read what others have promised: a letter's payload holds a
 * link that lets somebody in.
 */
const rights = `
  GRANT USAGE ON SCHEMA ${queueSchema} TO plumb_app;
  GRANT SELECT ON ${queueSchema}.queue TO plumb_app;
  GRANT INSERT, SELECT (id, start_after) ON ${queueSchema}.job_common TO plumb_app;

  -- serves: hold_waiting_job, for whose first question pg-boss has no index
  CREATE INDEX IF NOT EXISTS job_common_retried ON ${queueSchema}.job_common (name, singleton_key) WHERE state = 'retry';

  -- Whether a job with this key still waits; if so, no worker takes it before the caller's transaction ends. One that waits
  -- for another try need not wait for longer, and begins its row of tries anew. Each condition is that of an index (the
  -- second of pg-boss' own for the policy): jobs that are done stay for days, and each promise would read them all.
  CREATE OR REPLACE FUNCTION hold_waiting_job(queue text, key text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    UPDATE ${queueSchema}.job_common SET start_after = ${queueSchema}.job_now(), retry_count = 0
      WHERE name = queue AND singleton_key = key AND state = 'retry';
    IF FOUND THEN
      RETURN TRUE;
    END IF;
    PERFORM FROM ${queueSchema}.job_common
      WHERE name = queue AND COALESCE(singleton_key, '') = key AND state = 'created' AND policy = '${policy}' FOR SHARE;
    RETURN FOUND;
  END
  $$;
  REVOKE ALL ON FUNCTION hold_waiting_job(text, text) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION hold_waiting_job(text, text) TO plumb_app;
`;

async function settle(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Two at once would both rewrite the same catalog row, which PostgreSQL refuses: one waits.
    await client.query(`BEGIN; SELECT pg_advisory_xact_lock(7586206202); ${policies} ${rights} COMMIT`);
  } finally {
    await client.end();
  }
}
