import type { RowEvidence } from '../accounts/view.ts';
import { addDays, type Day, later } from '../dates/day.ts';
import { boughtAt, leftOver, type MatchRow, type Pair, type Pairing, pairExactly, pairLoosely } from './pair-rows.ts';

/**
 * Whether a newly linked account continues one that we hold, decided by their rows alone. The bank may give an account,
 * and every row of it, a new id when the person signs in again.
 */

/** Between which days both accounts say what the bank has. Null: nothing is known on that side. */
export type Overlap = {
  /** Oldest posted day held of the existing account. */
  existingFrom: Day | null;
  /** The last day of which the existing account surely holds every posted row. */
  existingTo: Day | null;
  /** Oldest posted day of the new account. */
  incomingFrom: Day | null;
};

export type RelinkMatch =
  | { kind: 'same'; pairs: Pair[]; evidence: RowEvidence }
  | { kind: 'ask'; evidence: RowEvidence };

// A bank's history begins with a day of purchase, not of posting: what was bought before it and posted after is there on
// the one side and not on the other. Where a bank tells the time of purchase, that time settles it; where it does not, so
// many days at the edge are left open (a card over a long weekend).
const edgeDays = 10;

/**
 * Compares posted rows as a multiset of day, amount and raw text, n against n. Three stretches of the overlap are held
 * to different strictness: in its middle both sides must have the same rows; at the edge where the later history begins,
 * the later one may lack rows, and what was bought before its first purchase also where that was posted much later; after
 * the existing account was last read, the new one may have more. Pending rows take no part. "same" only if at least one row
 * agrees and none contradicts; everything else is the person's to say, also that they differ: a bank that rewords all its
 * rows leaves none that agrees.
 */
export function compare(existing: readonly MatchRow[], incoming: readonly MatchRow[], overlap: Overlap): RelinkMatch {
  const { existingFrom, existingTo, incomingFrom } = overlap;
  if (existingFrom === null || existingTo === null || incomingFrom === null) return { kind: 'ask', evidence: nothing };
  const from = later(existingFrom, incomingFrom);
  const known = { existing: posted(existing, from), incoming: posted(incoming, from) };
  const pairing = pairExactly(known.existing, known.incoming);
  const evidence = evidenceOf(pairing, from, existingTo);
  const middleFrom = addDays(from, edgeDays);
  const hasMiddle = middleFrom <= existingTo;
  const shorter = incomingFrom >= existingFrom ? 'incoming' : 'existing';
  const firstPurchase = known[shorter].map(boughtAt).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);

  const isContradiction = (row: MatchRow, side: 'existing' | 'incoming') => {
    if (row.day > existingTo) return side === 'existing';
    if (side === shorter) return true;
    return (row.day >= middleFrom || !hasMiddle) && boughtAt(row) >= firstPurchase;
  };
  const contradicts =
    pairing.existing.some((row) => isContradiction(row, 'existing')) ||
    pairing.incoming.some((row) => isContradiction(row, 'incoming'));
  if (pairing.pairs.length > 0 && !contradicts) return { kind: 'same', pairs: pairing.pairs, evidence };
  return { kind: 'ask', evidence };
}

const nothing: RowEvidence = { agreeing: 0, alike: 0, onlyExisting: 0, onlyIncoming: 0, from: null, to: null };

function posted(rows: readonly MatchRow[], from: Day): MatchRow[] {
  return rows.filter((row) => row.status === 'posted' && row.day >= from);
}

/** Rows after the existing account was last read are no evidence against it: they are what was missing. */
function evidenceOf(exact: Pairing, from: Day, to: Day): RowEvidence {
  const rest = pairLoosely(exact.existing, exact.incoming);
  return {
    agreeing: exact.pairs.length,
    alike: rest.pairs.length,
    onlyExisting: rest.existing.length,
    onlyIncoming: leftOver(rest.incoming, to).length,
    from,
    to,
  };
}
