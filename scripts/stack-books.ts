import { join } from 'node:path';
import type { Embedded } from '#lib/db/embedded.ts';
import type { DatabaseWatch } from './database-watch.ts';
import { say } from './progress.ts';
import { record } from './running.ts';
import type { Secrets } from './secrets.ts';
import { completeEnvironment, type Environment, type Places, type Plan } from './settings.ts';
import { type Part, type Supervised, supervise } from './supervise.ts';

export type StackOptions = { plan: Plan; secrets: Secrets; isDev: boolean; environment: Environment };

/** What is known of a stack while it runs: where its parts turned out to be, which run, and the record of it on disk. */
export type Books = {
  readonly options: StackOptions;
  readonly logFolder: string;
  readonly places: Places;
  readonly parts: readonly Supervised[];
  /** the start of our own database */
  databaseStart: Promise<Embedded> | null;
  /** our own database, once it runs */
  database: DatabaseWatch | null;
  /** where a person finds the app, once it is healthy */
  address: string | null;
  isStopping: boolean;
  /** The environment of our processes, with the places as they are now. */
  environment: () => Environment;
  /** Starts a part and keeps it running. */
  run: (part: Pick<Part, 'name' | 'args'> & Partial<Part>) => Supervised;
  /** Says what a person should know; nothing while everything is being stopped. */
  tell: (text: string) => void;
  /** Writes the record of this start anew, soon. */
  note: () => void;
};

export function openBooks(options: StackOptions): Books {
  const { plan, secrets } = options;
  const parts: Supervised[] = [];
  // One after the other: two at once would write the same half-file.
  let noted = Promise.resolve();
  const books: Books = {
    options,
    logFolder: join(plan.home, 'logs'),
    places: { port: plan.port, databaseUrl: '', sandboxUrl: '', smtpPort: 0, webhookSecret: '' },
    parts,
    databaseStart: null,
    database: null,
    address: null,
    isStopping: false,
    environment: () => completeEnvironment(options.environment, plan, secrets, books.places),
    run(part) {
      const { logFolder, environment, tell } = books;
      const supervised = supervise({ environment, logFolder, ...part }, tell, () => setImmediate(books.note));
      parts.push(supervised);
      return supervised;
    },
    tell(text) {
      if (!books.isStopping) say(`  ! ${text}`);
    },
    note() {
      const running = parts.flatMap((part) => {
        const pid = part.pid();
        return pid === null ? [] : [{ name: part.name, pid }];
      });
      const facts = { address: books.address, sandbox: books.places.sandboxUrl || null, parts: running };
      noted = noted
        .then(() => record(plan.home, facts))
        .catch((error) => books.tell(`The record of this start was not written: ${error}`));
    },
  };
  return books;
}
