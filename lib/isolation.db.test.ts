import { globSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { testBank } from './bank/stripe/test-bank.ts';
import { testDatabase } from './db/test-database.ts';
import { type Tx, transact } from './db/transact.ts';
import type { Viewer } from './db/viewer.ts';
import { cases, notWalked } from './test-isolation-cases.ts';
import { arrangeHouseholds, type Households, member, requests } from './test-isolation-households.ts';

/*
 * The isolation walk: every function of lib that works for a person (its first argument is a Viewer, or the Tx made from
 * one) is called by a member of another household with everything that could be known of the first one: its ids. Nothing of
 * the first household comes out, and nothing of it changes. The owner's own call is the control: it sees, or changes,
 * something, so that a function that does nothing for anybody is no proof.
 */

const db = testDatabase({ BALANCE_EVERY_HOURS: '0' });
const bank = testBank();
let households: Households;

beforeAll(async () => {
  households = await arrangeHouseholds(db, bank);
}, 60_000);

/** A person's functions, as `lib/folder/file.ts name`, found by the type of their first argument. */
function exported(): string[] {
  const head = /export (?:async )?function\*? (\w+)(?:<[^(]*>)?\(\s*(?:\w+|\{[^}]*\}):\s*(?:Tx|Viewer)\b/g;
  const arrow = /export const (\w+)(?::[^=]+)? = (?:cache\()?(?:async )?\(\s*\w+:\s*(?:Tx|Viewer)\b/g;
  return globSync('lib/**/*.ts')
    .filter((path) => !/\.test\.ts$|\/test-|\/simulated-/.test(path))
    .sort()
    .flatMap((path) => {
      const text = readFileSync(path, 'utf8');
      return [...text.matchAll(head), ...text.matchAll(arrow)].map(([, name]) => `${path} ${name}`);
    });
}

test('every function that works for a person is walked, and the list names none that is gone', () => {
  expect([...Object.keys(cases), ...Object.keys(notWalked)].sort()).toEqual(exported().sort());
});

/** What every table holds of the first household, and whatever elsewhere names one of its ids. */
async function footprint(): Promise<string> {
  const { owner, ids, tables } = households;
  const names = [owner.userId, owner.householdId, ...ids.accountIds, ...ids.bankRefs].map((id) => `%${id}%`);
  const parts: string[] = [];
  for (const { name, isScoped } of tables) {
    const own = isScoped ? `household_id = '${owner.householdId}'` : 'FALSE';
    const rows = await db.query<{ row: string }>(
      `SELECT to_jsonb(t)::text AS row FROM "${name}" t WHERE ${own} OR to_jsonb(t)::text LIKE ANY($1) ORDER BY 1`,
      [names],
    );
    parts.push(`${name}: ${rows.map(({ row }) => row).join('\n')}`);
  }
  const jobs = await db.query<{ job: string }>(
    `SELECT name || data::text AS job FROM pgboss.job WHERE data::text LIKE ANY($1) ORDER BY 1`,
    [names],
  );
  return [...parts, ...jobs.map(({ job }) => job)].join('\n');
}

/** Everything that a result says, as text: also what errors say. */
const worded = (value: unknown): string =>
  JSON.stringify(value, (_key, each) => {
    if (typeof each === 'bigint') return each.toString();
    if (each instanceof Map) return [...each];
    if (each instanceof Error) return { name: each.name, message: each.message };
    return each;
  }) ?? '';

const leaks = (value: unknown, given: string) =>
  households.marks.filter((mark) => worded(value).includes(mark) && !given.includes(mark));

class Undo extends Error {}

/** Runs work in a transaction that is never committed. */
async function inPassing<T>(viewer: Viewer, work: (tx: Tx) => Promise<T>): Promise<T> {
  let result: { value: T } | undefined;
  await transact(viewer, async (tx) => {
    result = { value: await work(tx) };
    throw new Undo();
  }).catch((error) => {
    if (!(error instanceof Undo)) throw error;
  });
  if (!result) throw new Error('unreachable');
  return result.value;
}

/** What the owner's own transaction can see of the household, as one value: to tell whether a call changed something. */
async function sightOf(tx: Tx): Promise<string> {
  const sums: string[] = [];
  for (const { name: table, isScoped } of households.tables) {
    if (!isScoped) continue;
    const [row] = await tx.$queryRawUnsafe<{ sum: string | null }[]>(
      `SELECT md5(string_agg(to_jsonb(t)::text, '' ORDER BY to_jsonb(t)::text)) AS sum FROM "${table}" t`,
    );
    sums.push(`${table} ${row?.sum}`);
  }
  return sums.join('\n');
}

describe('a member of another household', () => {
  for (const [name, one] of Object.entries(cases)) {
    test(`gets nothing from ${name}, and changes nothing`, async () => {
      const { stranger, ids } = households;
      const before = await footprint();
      const asked = (await requests(bank)).length;
      const outcome = await (one.as === 'viewer'
        ? one.call(stranger, ids)
        : one.isWithin
          ? inPassing(stranger, (tx) => one.call(tx, ids))
          : transact(stranger, (tx) => one.call(tx, ids))
      ).catch((error: unknown) => error);
      // What was put in may come out again; what was not may not.
      expect(leaks(outcome, worded(one.echoes?.(ids) ?? ''))).toEqual([]);
      expect(await footprint()).toBe(before);
      const since = (await requests(bank)).slice(0, -asked || undefined);
      expect(since.filter((request) => ids.bankRefs.some((ref) => worded(request).includes(ref)))).toEqual([]);
    });
  }
});

describe('the owner, as the control,', () => {
  for (const [name, one] of Object.entries(cases)) {
    if (one.as !== 'tx') continue;
    test(`${one.does === 'reads' ? 'sees' : 'changes'} something by ${name}`, async () => {
      const { owner, ids } = households;
      await inPassing(owner, async (tx) => {
        const before = one.does === 'writes' ? await sightOf(tx) : '';
        const result = await one.call(tx, ids);
        if (one.does === 'writes') expect(await sightOf(tx)).not.toBe(before);
        else expect(one.isSeen ? one.isSeen(result) : leaks(result, '').length > 0).toBe(true);
      });
    });
  }
});

describe('a member of the household who may only look', () => {
  for (const [name, one] of Object.entries(cases)) {
    if (one.as !== 'viewer' || one.does !== 'writes' || one.isOwnAffair) continue;
    test(`is refused by ${name}, and changes nothing`, async () => {
      const looker = await member(db, households.owner, 'viewer');
      const before = await footprint();
      await expect(one.call(looker, households.ids)).rejects.toMatchObject({ name: 'NotAllowed' });
      expect(await footprint()).toBe(before);
    });
  }
});

// These commit. They come last, and the one that ends everything is the last of all.
describe('the owner, as the control of commands,', () => {
  for (const [name, one] of Object.entries(cases)) {
    if (one.as !== 'viewer') continue;
    test(`${one.does === 'reads' ? 'sees' : 'changes'} something by ${name}`, async () => {
      const before = await footprint();
      const result = await one.call(households.owner, households.ids);
      if (one.does === 'writes') expect(await footprint()).not.toBe(before);
      else expect(one.isSeen ? one.isSeen(result) : leaks(result, '').length > 0).toBe(true);
    });
  }
});
