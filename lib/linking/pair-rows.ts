import type { Day } from '../dates/day.ts';

/** A row as far as recognizing it again needs it. `id` is ours, and stays when the bank's changes. */
export type MatchRow = {
  id: string;
  day: Day;
  amountMinor: bigint;
  description: string;
  status: string;
  transactedAt: Date;
};

/** Ours of a row held, and of the row under its new bank id. */
export type Pair = { existingId: string; incomingId: string };
export type Pairing = { pairs: Pair[]; existing: MatchRow[]; incoming: MatchRow[] };

/**
 * Pairs rows of the same day, amount and raw text, n against n; what is too many on a side is left over. Of several alike,
 * those of one time of purchase find each other first, so that the one left over is the one that the other side lacks.
 */
export function pairExactly(existing: readonly MatchRow[], incoming: readonly MatchRow[]): Pairing {
  const keyOf = (row: MatchRow) => `${row.day} ${row.amountMinor} ${row.description}`;
  const atOneTime = pairBy(existing, incoming, (row) => `${boughtAt(row)} ${keyOf(row)}`);
  return then(atOneTime, (rest) => pairBy(rest.existing, rest.incoming, keyOf));
}

/**
 * Pairs rows once a person has said that the accounts are one: exactly where possible, then whatever the text (banks
 * reword), then whatever the day within five days (banks redate).
 */
export function pairLoosely(existing: readonly MatchRow[], incoming: readonly MatchRow[]): Pairing {
  const exact = pairExactly(existing, incoming);
  const reworded = then(exact, (rest) =>
    pairBy(rest.existing, rest.incoming, (row) => `${row.day} ${row.amountMinor}`),
  );
  return then(reworded, (rest) =>
    pairBy(rest.existing, rest.incoming, (row) => `${row.amountMinor} ${row.description}`, withinDays(5)),
  );
}

/**
 * Finds the pending rows of a bank id that has ended among the rows of its successor: pending still, or posted by now
 * (the text and even the amount may change with it, the time of the purchase does not). What is left over of the
 * existing ones is gone at the bank: nobody will ever post it.
 */
export function pairPending(existing: readonly MatchRow[], incoming: readonly MatchRow[]): Pairing {
  const exact = pairBy(existing, incoming, (row) => `${boughtAt(row)} ${row.amountMinor} ${row.description}`);
  const reworded = then(exact, (rest) =>
    pairBy(rest.existing, rest.incoming, (row) => `${boughtAt(row)} ${row.amountMinor}`),
  );
  return then(reworded, (rest) => pairBy(rest.existing, rest.incoming, (row) => `${boughtAt(row)} ${row.description}`));
}

/** When a row was bought, in milliseconds since 1970. */
export function boughtAt({ transactedAt }: MatchRow): number {
  return transactedAt.getTime();
}

/** Left-over rows up to a day. */
export function leftOver(rows: readonly MatchRow[], to: Day): MatchRow[] {
  return rows.filter((row) => row.day <= to);
}

function then(first: Pairing, next: (rest: Pairing) => Pairing): Pairing {
  const second = next(first);
  return { ...second, pairs: [...first.pairs, ...second.pairs] };
}

/** Pairs within groups of equal key, in the order of time, so that the answer does not depend on the order given. */
function pairBy(
  existing: readonly MatchRow[],
  incoming: readonly MatchRow[],
  keyOf: (row: MatchRow) => string,
  fits: (a: MatchRow, b: MatchRow) => boolean = () => true,
): Pairing {
  const waiting = new Map<string, MatchRow[]>();
  for (const row of [...incoming].sort(byTime)) {
    const key = keyOf(row);
    const group = waiting.get(key);
    if (group) group.push(row);
    else waiting.set(key, [row]);
  }
  const pairs: Pair[] = [];
  const alone: MatchRow[] = [];
  for (const row of [...existing].sort(byTime)) {
    const group = waiting.get(keyOf(row)) ?? [];
    const at = group.findIndex((other) => fits(row, other));
    const [partner] = at < 0 ? [] : group.splice(at, 1);
    if (partner) pairs.push({ existingId: row.id, incomingId: partner.id });
    else alone.push(row);
  }
  return { pairs, existing: alone, incoming: [...waiting.values()].flat() };
}

function byTime(a: MatchRow, b: MatchRow): number {
  return boughtAt(a) - boughtAt(b) || (a.id < b.id ? -1 : 1);
}

function withinDays(days: number): (a: MatchRow, b: MatchRow) => boolean {
  return (a, b) => Math.abs(Date.parse(a.day) - Date.parse(b.day)) <= days * 86_400_000;
}
