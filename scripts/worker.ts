// A worker: does what has been promised. Any number of them may run on one database.
import { jobHandlers } from '#app/_shared/job-handlers.ts';
import { closeDatabase, openDatabase } from '#lib/db/client.ts';
import { startWorker } from '#lib/jobs/worker.ts';
import { log } from '#lib/log.ts';

openDatabase('worker');
const worker = await startWorker(jobHandlers);
log().info('the worker is ready');

let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, async () => {
    if (isStopping) return;
    isStopping = true;
    await worker.stop();
    await closeDatabase();
    process.exit(0);
  });
}
