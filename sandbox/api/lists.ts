import type { JsonText } from '#sandbox/world/json-text.ts';
import type { World } from '#sandbox/world/world.ts';
import { ApiError, missing } from './error.ts';
import type { Range } from './parameters.ts';

export type Paging = {
  limit?: number | undefined;
  starting_after?: string | undefined;
  ending_before?: string | undefined;
};

export type List<Item> = { object: 'list'; url: string; has_more: boolean; data: Item[] };

/** A condition in SQL with its values; all of them are joined by `and`. */
export type Condition = { sql: string; values: (string | number | null)[] };

const defaultLimit = 10;

type Source = {
  /** Table with the columns `id` and `seq`, newest last. */
  table: string;
  /** What the object is called in "No such …". */
  what: string;
  /** What the list holds, a customer's sources say; a cursor that is no such thing is unknown. */
  of?: Condition[];
  /** What is asked for of it. A cursor need not fit: it may have ceased to between two pages. */
  filters?: Condition[];
  /** True when the list runs from the oldest to the newest. */
  oldestFirst?: boolean;
};

/** One page of a list in order of `seq`, newest first unless told otherwise; cursors exclude themselves. */
export function page<Row>(world: World, source: Source, paging: Paging): { rows: Row[]; hasMore: boolean } {
  const limit = paging.limit ?? defaultLimit;
  const cursor = cursorOf(paging);
  const backwards = cursor?.direction === 'before';
  const ascending = (source.oldestFirst ?? false) !== backwards;
  const of = source.of ?? [];
  const conditions = [...of, ...(source.filters ?? [])];
  if (cursor) {
    const known: Condition[] = [{ sql: 'id = ?', values: [cursor.id] }, ...of];
    const at = world.store.get<{ seq: number }>(
      `select seq from ${source.table} ${whereOf(known)}`,
      ...known.flatMap(({ values }) => values),
    );
    if (!at) throw missing(source.what, cursor.id, cursor.param, 'parameters');
    conditions.push({ sql: `seq ${ascending ? '>' : '<'} ?`, values: [at.seq] });
  }
  const rows = world.store.all<Row>(
    `select * from ${source.table} ${whereOf(conditions)} order by seq ${ascending ? 'asc' : 'desc'} limit ?`,
    ...conditions.flatMap(({ values }) => values),
    limit + 1,
  );
  const hasMore = rows.length > limit;
  const kept = rows.slice(0, limit);
  return { rows: backwards ? kept.reverse() : kept, hasMore };
}

function whereOf(conditions: readonly Condition[]): string {
  return conditions.length > 0 ? `where ${conditions.map(({ sql }) => `(${sql})`).join(' and ')}` : '';
}

/** The cursor of a request; both directions at once are refused. */
export function cursorOf(paging: Paging) {
  const { starting_after: after, ending_before: before } = paging;
  if (after !== undefined && before !== undefined) {
    throw new ApiError(400, 'You may only specify one of these parameters: starting_after, ending_before.', {
      code: 'parameters_exclusive',
      param: 'ending_before',
      unexecuted: true,
    });
  }
  if (after !== undefined) return { id: after, direction: 'after' as const, param: 'starting_after' };
  if (before !== undefined) return { id: before, direction: 'before' as const, param: 'ending_before' };
  return null;
}

export function limitOf(paging: Paging): number {
  return paging.limit ?? defaultLimit;
}

export function list<Item>(url: string, data: Item[], hasMore: boolean): List<Item> {
  return { object: 'list', url, has_more: hasMore, data };
}

/** A list of what is JSON text already. */
export function listText<Item>(url: string, texts: JsonText<Item>[], hasMore: boolean): JsonText<List<Item>> {
  const empty = JSON.stringify(list<Item>(url, [], hasMore));
  return `${empty.slice(0, -']}'.length)}${texts.join(',')}]}` as JsonText<List<Item>>;
}

/** A filter on a moment: equal to an integer, or within `gt`, `gte`, `lt`, `lte`. */
export function within(column: string, range: Range | undefined): Condition[] {
  if (range === undefined) return [];
  if (typeof range === 'number') return [{ sql: `${column} = ?`, values: [range] }];
  const operators = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
  return (Object.keys(operators) as (keyof typeof operators)[]).flatMap((name) => {
    const value = range[name];
    return value === undefined ? [] : [{ sql: `${column} ${operators[name]} ?`, values: [value] }];
  });
}
