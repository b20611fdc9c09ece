import type { Prisma } from '#prisma-client/client.ts';
import { assert, present } from '../assert.ts';
import { isId } from '../ids.ts';
import { database } from './client.ts';
import type { Viewer } from './viewer.ts';

declare const brand: unique symbol;

/**
 * An open transaction of one household, under the role and policies that let it see that household's rows only. Only
 * `transact` and `transactFor` make one.
 */
export type Tx = Prisma.TransactionClient & { readonly [brand]: true };

export type TransactOptions = {
  /** One snapshot that no other transaction can change while it is read, and no writing: what a page reads in. */
  readOnly?: boolean;
  /** How long it may take in milliseconds, where the limit of the process is too short: a long history is read meanwhile. */
  timeoutMs?: number;
};

type Scope = { householdId: string; viewer: Viewer | null };
const scopes = new WeakMap<object, Scope>();

/** Runs a person's work in one transaction of their household. Rolled back when `fn` throws. */
export function transact<T>(viewer: Viewer, fn: (tx: Tx) => Promise<T>, options?: TransactOptions): Promise<T> {
  return run({ householdId: viewer.householdId, viewer }, fn, options);
}

/** Runs work without a viewer (begun by the bank or the clock) in one transaction of a household. */
export function transactFor<T>(householdId: string, fn: (tx: Tx) => Promise<T>, options?: TransactOptions): Promise<T> {
  return run({ householdId, viewer: null }, fn, options);
}

/** Work outside households (the tables of lib/auth), in the same transaction as a household's. */
export type Outside = <T>(work: (client: Prisma.TransactionClient) => Promise<T>) => Promise<T>;

/**
 * The one transaction that reaches both a household and the people outside it: where a household and its person begin
 * together, and where they end together. `fn` works under the household's policies; what it passes to `outside` does not.
 */
export function transactAcross<T>(householdId: string, fn: (tx: Tx, outside: Outside) => Promise<T>): Promise<T> {
  return transactFor(householdId, (tx) =>
    fn(tx, async (work) => {
      await tx.$queryRaw`SELECT set_config('role', 'none', true)`;
      const back = () => tx.$queryRaw`SELECT set_config('role', 'plumb_app', true)`;
      try {
        const result = await work(tx);
        await back();
        return result;
      } catch (error) {
        // After an error of the database nothing more runs in this transaction, and the first error is the one to tell.
        await back().catch(() => undefined);
        throw error;
      }
    }),
  );
}

/** The household a transaction belongs to. */
export function householdOf(tx: Tx): string {
  return scopeOf(tx).householdId;
}

/** The person a transaction is for. Throws in work that has none. */
export function viewerOf(tx: Tx): Viewer {
  return present(scopeOf(tx).viewer, 'a viewer: this transaction was begun by the bank or the clock');
}

function scopeOf(tx: Tx): Scope {
  return present(scopes.get(tx), 'the scope of a transaction: only transact makes one');
}

function run<T>(scope: Scope, fn: (tx: Tx) => Promise<T>, options: TransactOptions = {}): Promise<T> {
  const { readOnly = false, timeoutMs } = options;
  assert(isId(scope.householdId), 'a household id is a uuid');
  return database().$transaction(
    async (client) => {
      // One round trip, local to the transaction: role and household revert together at its end. Three statements in one need
      // the protocol without parameters; that what stands in the last is an id has just been asserted.
      const snapshot = readOnly ? 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; ' : '';
      await client.$executeRawUnsafe(
        `${snapshot}SET LOCAL role = 'plumb_app'; SET LOCAL app.household = '${scope.householdId}'`,
      );
      const tx = client as Tx;
      scopes.set(tx, scope);
      return fn(tx);
    },
    timeoutMs === undefined ? {} : { timeout: timeoutMs },
  );
}
