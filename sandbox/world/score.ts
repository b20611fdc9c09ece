import type { Truth } from '#sandbox/people/types.ts';

/** What can be inferred of a row: its payee and category by name, the others as groups whose names do not matter. */
const kinds = ['payee', 'category', 'series', 'transferPair', 'incomeStream'] as const;
export type Kind = (typeof kinds)[number];
export type Labels = { [kind in Kind]?: string | null | undefined };

export type Score = {
  /** How much of what was inferred is right, 0 to 1; null when nothing was inferred. */
  precision: number | null;
  /** How much of what is true was inferred, 0 to 1; null when there is nothing to infer. */
  recall: number | null;
  /** Rows that carry a label of this kind. */
  inferred: number;
  /** Rows of which it is true that they have one. */
  actual: number;
};

export type Labeled = { truth: Truth; labels: Labels };

/**
 * Holds inferred labels against the truth, one score per kind.
 *
 * Payee and category count row by row: right is the same name (payees without regard to case, accents and punctuation).
 * Series, transfer pairs and income streams count as groups, by B-cubed: precision is the share of a row's inferred group
 * that truly belongs with it, averaged over the rows that were put into one; recall the share of its true group that was
 * put with it, averaged over the rows that truly are in one. A row belongs with itself when it truly is in a group.
 */
export function scoreLabels(rows: readonly Labeled[]): Record<Kind, Score> {
  return {
    payee: byName(rows, 'payee', folded),
    category: byName(rows, 'category', (name) => name),
    series: byGroup(rows, 'series'),
    transferPair: byGroup(rows, 'transferPair'),
    incomeStream: byGroup(rows, 'incomeStream'),
  };
}

/** `Joe’s Café` and `JOES CAFE` are one name. */
function folded(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function byName(rows: readonly Labeled[], kind: 'payee' | 'category', same: (name: string) => string): Score {
  let [inferred, right] = [0, 0];
  for (const { truth, labels } of rows) {
    const label = labels[kind] ?? null;
    if (label === null) continue;
    inferred += 1;
    if (same(label) === same(truth[kind])) right += 1;
  }
  return scoreOf(right, right, inferred, rows.length);
}

function byGroup(rows: readonly Labeled[], kind: 'series' | 'transferPair' | 'incomeStream'): Score {
  const sizes = { inferred: new Map<string, number>(), actual: new Map<string, number>() };
  const both = new Map<string, { label: string; group: string; count: number }>();
  let [inferred, actual] = [0, 0];
  for (const { truth, labels } of rows) {
    const [label, group] = [labels[kind] ?? null, truth[kind]];
    if (label !== null) {
      inferred += 1;
      sizes.inferred.set(label, (sizes.inferred.get(label) ?? 0) + 1);
    }
    if (group !== null) {
      actual += 1;
      sizes.actual.set(group, (sizes.actual.get(group) ?? 0) + 1);
    }
    if (label === null || group === null) continue;
    const key = JSON.stringify([label, group]);
    const cell = both.get(key) ?? { label, group, count: 0 };
    cell.count += 1;
    both.set(key, cell);
  }
  let [precise, found] = [0, 0];
  for (const { label, group, count } of both.values()) {
    precise += (count * count) / (sizes.inferred.get(label) ?? 1);
    found += (count * count) / (sizes.actual.get(group) ?? 1);
  }
  return scoreOf(precise, found, inferred, actual);
}

function scoreOf(precise: number, found: number, inferred: number, actual: number): Score {
  return {
    precision: inferred === 0 ? null : precise / inferred,
    recall: actual === 0 ? null : found / actual,
    inferred,
    actual,
  };
}
