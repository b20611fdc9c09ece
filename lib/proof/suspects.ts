import { type Day, dayOf, daysBetween } from '../dates/day.ts';

/**
 * pending: a row that we still hold as pending and the balance seems to count already. twin: one of two posted rows that
 * the bank gave in one refresh and that say the same. reissued: a posted row that says the same as one from another
 * refresh, as if the bank had given it a second id. late: a posted row that the bank dated into the interval after the
 * balance, or dated after it though the balance counts it. sign: a row that would fit with the other sign.
 */
export type SuspectKind = 'pending' | 'twin' | 'reissued' | 'late' | 'sign';

/** Rows which together would explain a difference. `amountMinor` is what each of them adds up to: the whole difference. */
export type SuspectSet = { readonly kind: SuspectKind; readonly ids: readonly string[]; readonly amountMinor: bigint };

/** A row in or near an unexplained interval. `isInside`: it is counted in the interval. */
export type NearbyRow = {
  readonly id: string;
  readonly ref: string;
  readonly amountMinor: bigint;
  readonly description: string;
  readonly status: 'pending' | 'posted';
  readonly transactedAt: Date;
  readonly postedAt: Date | null;
  readonly updatedAt: Date;
  readonly refreshRef: string;
  readonly isInside: boolean;
};

type Candidate = { readonly kind: SuspectKind; readonly id: string; readonly ref: string; readonly effect: bigint };

const kinds: readonly SuspectKind[] = ['pending', 'twin', 'reissued', 'late', 'sign'];
/** A row that is in doubt because of another one lies within so many days of it. */
const nearDays = 8;
const mostRowsInSet = 4;
const mostCandidates = 60;
const mostSets = 3;

/**
 * The smallest sets of rows, all of one kind and at most four, that would explain a difference: counting them (pending, or
 * late and outside) or not counting them (twin, reissued, late and inside) or turning them (sign) makes the interval exact.
 * At most three sets, the smallest first. An empty answer means that no row we hold explains it: then one is missing.
 *
 * @param missing the balance's difference less the sum of the rows, in minor units; not zero
 */
export function suspectsOf(
  missing: bigint,
  interval: { readonly from: Date; readonly to: Date },
  rows: readonly NearbyRow[],
  zone: string,
): SuspectSet[] {
  const candidates = [
    ...pendingOnes(rows, interval.to),
    ...doubles(rows, zone),
    ...lateOnes(rows, interval, zone),
    ...turned(rows),
  ];
  const sets: SuspectSet[] = [];
  for (let size = 1; size <= mostRowsInSet; size += 1) {
    for (const kind of kinds) {
      if (sets.length === mostSets) return sets;
      // Three or four rows that are late or have a wrong sign by accident are no likely story.
      if (size > 2 && (kind === 'late' || kind === 'sign')) continue;
      const ofKind = candidates.filter((it) => it.kind === kind).slice(0, mostCandidates);
      const found = setOf(ofKind, size, missing);
      if (found && !sets.some(({ ids }) => sameIds(ids, found))) sets.push({ kind, ids: found, amountMinor: missing });
    }
  }
  return sets;
}

function pendingOnes(rows: readonly NearbyRow[], to: Date): Candidate[] {
  return rows
    .filter((row) => row.status === 'pending' && row.transactedAt <= to)
    .sort(newestFirst)
    .map((row) => candidate('pending', row, row.amountMinor));
}

/** Of rows with the same amount and text within days of each other, all but the first: taken out, it would be counted once. */
function doubles(rows: readonly NearbyRow[], zone: string): Candidate[] {
  const seen = new Map<string, NearbyRow[]>();
  const found: Candidate[] = [];
  const dayFor = (row: NearbyRow) => dayOf(row.postedAt ?? row.transactedAt, zone);
  for (const row of rows.filter(({ status }) => status === 'posted').sort(oldestFirst)) {
    const key = `${row.amountMinor} ${plain(row.description)}`;
    const earlier = seen.get(key)?.findLast((other) => daysBetween(dayFor(other), dayFor(row)) <= nearDays);
    if (earlier && (row.isInside || earlier.isInside)) {
      const doubled = row.isInside ? row : earlier;
      const kind = row.refreshRef === earlier.refreshRef ? 'twin' : 'reissued';
      found.push(candidate(kind, doubled, -doubled.amountMinor));
    }
    seen.set(key, [...(seen.get(key) ?? []), row]);
  }
  return found.reverse();
}

/** Letters only, since banks put changing numbers into the text of one and the same purchase. */
function plain(description: string): string {
  return description
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}

function lateOnes(rows: readonly NearbyRow[], interval: { from: Date; to: Date }, zone: string): Candidate[] {
  const last: Day = dayOf(interval.to, zone);
  return rows
    .filter(({ status }) => status === 'posted')
    .sort(newestFirst)
    .flatMap((row) => {
      if (row.isInside) return row.updatedAt > interval.to ? [candidate('late', row, -row.amountMinor)] : [];
      const isSoonAfter =
        row.postedAt !== null && row.postedAt > interval.from && daysBetween(last, dayOf(row.postedAt, zone)) <= 3;
      return isSoonAfter ? [candidate('late', row, row.amountMinor)] : [];
    });
}

function turned(rows: readonly NearbyRow[]): Candidate[] {
  return rows
    .filter(({ isInside }) => isInside)
    .sort(newestFirst)
    .map((row) => candidate('sign', row, -2n * row.amountMinor));
}

function candidate(kind: SuspectKind, { id, ref }: NearbyRow, effect: bigint): Candidate {
  return { kind, id, ref, effect };
}

function newestFirst(a: NearbyRow, b: NearbyRow): number {
  return oldestFirst(b, a);
}

function oldestFirst(a: NearbyRow, b: NearbyRow): number {
  const byPosting = (a.postedAt ?? a.transactedAt).getTime() - (b.postedAt ?? b.transactedAt).getTime();
  return byPosting || (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0);
}

/** The first set of exactly `size` candidates, in their order, whose effects sum to `target`; null when there is none. */
function setOf(candidates: readonly Candidate[], size: number, target: bigint): string[] | null {
  const pick = (from: number, left: number, rest: bigint): Candidate[] | null => {
    for (let i = from; i <= candidates.length - left; i += 1) {
      const one = candidates[i];
      if (!one) return null;
      if (left === 1) {
        if (one.effect === rest) return [one];
        continue;
      }
      if (left === 2) {
        const other = candidates.slice(i + 1).find(({ effect }) => effect === rest - one.effect);
        if (other) return [one, other];
        continue;
      }
      const others = pick(i + 1, left - 1, rest - one.effect);
      if (others) return [one, ...others];
    }
    return null;
  };
  return pick(0, size, target)?.map(({ id }) => id) ?? null;
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
