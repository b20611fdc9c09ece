import { type ChildProcess, fork } from 'node:child_process';
import { afterAll, beforeAll } from 'vitest';
import type { TestBank } from '../bank/stripe/test-bank.ts';
import { wallNow } from '../clock.ts';
import type { Event } from './test-work.ts';

export type Order =
  | { id: number; kind: 'drain' }
  | { id: number; kind: 'deliver'; delivery: { body: string; signature: string }; at: number };
export type Answer = { id: number; thrown: string[] } | { id: number; refused: string };

/** Another process of the app, on the same database and bank as the test's own. */
export type TestProcess = {
  /** Works until nothing is promised any more. Returns the names of what was thrown on the way. */
  drain(): Promise<string[]>;
  /** Takes an event from the bank, as a web server does. */
  deliver(event: Event): Promise<void>;
};

/** Starts the process before the file's tests and ends it after them. Call it after `testDatabase` and `testBank`. */
export function testProcess(bank: TestBank): TestProcess {
  let child: ChildProcess | null = null;
  let last = 0;
  const waiting = new Map<number, PromiseWithResolvers<string[]>>();

  const answered = (id: number) => {
    const answer = Promise.withResolvers<string[]>();
    waiting.set(id, answer);
    return answer.promise;
  };
  const nextId = () => {
    last += 1;
    return last;
  };
  const send = (order: Order) => {
    const answer = answered(order.id);
    child?.send(order);
    return answer;
  };

  beforeAll(async () => {
    const ready = answered(0);
    child = fork('lib/sync/test-process-entry.ts', { execArgv: [], env: process.env });
    child.on('message', (answer: Answer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('refused' in answer) asked?.reject(new Error(answer.refused));
      else asked?.resolve(answer.thrown);
    });
    child.once('exit', () => {
      for (const asked of waiting.values()) asked.reject(new Error('the other process has ended'));
    });
    await ready;
  });
  afterAll(() => {
    child?.kill('SIGKILL');
  });

  return {
    drain: () => send({ id: nextId(), kind: 'drain' }),
    async deliver(event) {
      const body = JSON.stringify(event);
      const at = wallNow();
      const delivery = { body, signature: bank.sign(body, at) };
      await send({ id: nextId(), kind: 'deliver', delivery, at: at.getTime() });
    },
  };
}
