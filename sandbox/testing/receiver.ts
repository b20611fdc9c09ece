import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Stripe from 'stripe';
import { openDescription } from './description.ts';

export type Delivery = { body: string; signature: string; event: Stripe.Event };

/** A webhook endpoint of a test: keeps what it gets, and answers as it is told. */
export type Receiver = {
  url: string;
  deliveries: Delivery[];
  /** Answers to give to the next deliveries, first first; 200 when there are none. `hang` never answers. */
  answers: (number | 'hang')[];
  /** Waits until so many deliveries have come. */
  until: (count: number) => Promise<Delivery[]>;
  /** Stops it; throws when something came that is not as Stripe's description has it. */
  close: () => Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const deliveries: Delivery[] = [];
  const answers: (number | 'hang')[] = [];
  const description = openDescription();
  const problems = new Set<string>();
  let noticed = () => {};
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const signature = String(request.headers['stripe-signature']);
      const event = JSON.parse(body) as Stripe.Event;
      for (const problem of description?.event(event) ?? []) problems.add(problem);
      deliveries.push({ body, signature, event });
      noticed();
      const answer = answers.shift() ?? 200;
      if (answer === 'hang') return;
      response.statusCode = answer;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const until = async (count: number): Promise<Delivery[]> => {
    while (deliveries.length < count) {
      await new Promise<void>((resolve) => {
        noticed = resolve;
      });
    }
    return deliveries;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    deliveries,
    answers,
    until,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      if (problems.size > 0) throw new Error(`Events not as Stripe describes them:\n${[...problems].join('\n')}`);
    },
  };
}
