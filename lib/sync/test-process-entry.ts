// Another process of the app on a test's database, told by the test what to do: the bank's door for events, and a worker.
import pg from 'pg';
import { now } from '../clock.ts';
import { env } from '../env.ts';
import { receiveEvent } from './receive-event.ts';
import type { Answer, Order } from './test-process.ts';
import { testWorkers } from './test-work.ts';

const client = new pg.Client({ connectionString: env().DATABASE_URL });
await client.connect();
const query = async <Row extends object>(sql: string, values: unknown[] = []) =>
  (await client.query<Row>(sql, values)).rows;
const nothing = () => {
  throw new Error('Events are fetched and signed by the test');
};
const { drain } = testWorkers({ query }, { now, events: nothing, sign: nothing });

async function obey(order: Order): Promise<string[]> {
  if (order.kind === 'drain') return (await drain()).map((error) => (error instanceof Error ? error.name : 'else'));
  await receiveEvent({ ...order.delivery, wallNow: new Date(order.at), now: await now() });
  return [];
}

process.on('message', async (order: Order) => {
  const answer: Answer = await obey(order).then(
    (thrown) => ({ id: order.id, thrown }),
    (error) => ({ id: order.id, refused: String(error) }),
  );
  process.send?.(answer);
});
process.on('disconnect', () => process.exit());
process.send?.({ id: 0, thrown: [] } satisfies Answer);
