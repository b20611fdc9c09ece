import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { installJobs } from '../jobs/install.ts';
import { startEmbedded, stopEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** address of the test server's own database, as its superuser */
    testServerUrl: string;
    /** name of the migrated database that each test file's is cloned from */
    testTemplate: string;
  }
}

/** A test server may forget everything when the machine stops: it need not wait for the disk. */
const careless = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

const template = 'plumb_template';

/** Starts one PostgreSQL for the whole run in a folder of its own, with a migrated template; stops and removes it after. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), 'plumb-test-'));
  const server = await startEmbedded(home, { password: 'test', settings: careless });
  const stop = async () => {
    await stopEmbedded(server.dataFolder);
    await rm(home, { recursive: true, force: true });
  };
  try {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(`CREATE DATABASE ${template}`);
    await client.end();
    const url = server.url.replace(/[^/]+$/, template);
    await migrate(url);
    await installJobs(url);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('testServerUrl', server.url);
  project.provide('testTemplate', template);
  return stop;
}
