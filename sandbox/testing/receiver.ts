import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Stripe from 'stripe';

export type Delivery = { body: string; signature: string; event: Stripe.Event };

/** A webhook endpoint of a test: keeps what it gets, and answers as it is told. */
export type Receiver = {
  url: string;
  deliveries: Delivery[];
  /** Answers to give to the next deliveries, first first; 200 when there are none. `hang` never answers. */
  answers: (number | 'hang')[];
  /** Waits until so many deliveries have come. */
  until: (count: number) => Promise<Delivery[]>;
  close: () => Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const deliveries: Delivery[] = [];
  const answers: (number | 'hang')[] = [];
  let noticed = () => {};
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const signature = String(request.headers['stripe-signature']);
      deliveries.push({ body, signature, event: JSON.parse(body) as Stripe.Event });
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
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
