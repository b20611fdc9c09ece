// Brings the database of DATABASE_URL to the newest schema, with its job queue: run by every start, and safe to repeat.
import { migrate } from '#lib/db/migrate.ts';
import { installJobs } from '#lib/jobs/install.ts';

const url = process.env.DATABASE_URL;
try {
  if (!url) throw new Error('DATABASE_URL is missing.');
  const applied = await migrate(url);
  await installJobs(url);
  console.log(applied.length > 0 ? `applied ${applied.join(', ')}` : 'up to date');
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
