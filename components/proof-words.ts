import type { ProofHeadline } from '#lib/accounts/headline.ts';
import { type Here, momentDayWords, momentWords } from '#lib/dates/moment-words.ts';
import type { ProofState } from './proof-glyph.tsx';

type Subject = { proof: ProofHeadline; isStale: boolean; balance: { asOf: Date } | null };

/** Which state leads: what needs the person, then age, then proof. */
export function proofState({ proof, isStale }: Pick<Subject, 'proof' | 'isStale'>): ProofState {
  switch (proof.kind) {
    case 'disconnected':
    case 'sign-in-again':
    case 'same-account':
    case 'unexplained':
      return proof.kind;
    default:
      return isStale ? 'stale' : proof.kind;
  }
}

/** The word beside the mark. The amount of *unexplained* is a figure and stands behind it. */
export function proofWord(subject: Subject, here: Here): string {
  const state = proofState(subject);
  switch (state) {
    case 'waiting':
      return subject.proof.kind === 'waiting' ? waitingWords[subject.proof.awaits] : waitingWords.rows;
    case 'not-yet':
      return 'not yet provable';
    case 'sign-in-again':
      return 'sign in again';
    case 'same-account':
      return subject.proof.kind === 'same-account' && subject.proof.isAsked ? 'same account?' : 'being compared';
    case 'stale':
      return subject.balance ? `as of ${momentWords(subject.balance.asOf, here)}` : 'old';
    default:
      return state;
  }
}

/** The word beside a balance, by what it awaits. */
export const waitingWords = {
  rows: 'waiting for rows',
  balance: 'adds up so far',
  movement: 'nothing moved yet',
} as const;

/** What sums mean that nothing is missing from, as far as is known. */
export const awaitedWords = {
  balance: 'The rows add up so far. Some stand on the day of the balance itself, so the next one confirms it.',
  movement: 'Nothing has moved so far. The next reading shows whether that is all.',
} as const;

/** What rows mean that add up in too many ways. */
export const ambiguousWords =
  'The rows add up, but so many of them were posted on the day of a balance, at no hour told, that they might by chance.';

/** One sentence that says why, for who asks. Amounts are left to figures. */
export function proofReason({ proof, isStale, balance }: Subject, here: Here): string {
  switch (proof.kind) {
    case 'proven': {
      const span = `from ${momentDayWords(proof.from, here)} to ${momentDayWords(proof.to, here)}`;
      const rows = proof.rowCount === 1 ? '1 row adds' : `${proof.rowCount} rows add`;
      const proven = `${rows} up to the bank’s own balances, to the cent, ${span}.`;
      return isStale && balance ? `${proven} Nothing newer since ${momentWords(balance.asOf, here)}.` : proven;
    }
    case 'waiting': {
      const before = proof.provenTo ? `Proven to ${momentWords(proof.provenTo, here)}. ` : '';
      if (proof.awaits !== 'rows') return `${before}${awaitedWords[proof.awaits]}`;
      return `${before}The bank has stated a newer balance (${momentWords(proof.to, here)}); its rows up to then are still to come.`;
    }
    case 'unexplained':
      return `Between ${momentWords(proof.from, here)} and ${momentWords(proof.to, here)} the rows do not add up to what the bank’s balances say.${moreOf(proof.others)}`;
    case 'not-yet':
      return notYetWords[proof.why];
    case 'sign-in-again':
      return `The bank asks you to sign in again.${lastComplete(proof, here)}`;
    case 'same-account':
      return `A newly linked account may be the same one. ${proof.isAsked ? 'You decide.' : 'Their rows are compared as soon as they are read.'}${lastComplete(proof, here)}`;
    case 'disconnected':
      return proof.at
        ? `Disconnected ${momentDayWords(proof.at, here)}. What was read stays; nothing new comes.`
        : 'Disconnected. What was read stays; nothing new comes.';
  }
}

/** Why nothing can be proven yet. */
export const notYetWords = {
  'no-balance': 'The bank has not stated a balance yet.',
  'one-balance': 'One balance so far. The next one shows whether the rows between add up.',
  'too-close': 'The balances so far lie within a day, with no rows between them.',
  ambiguous: `${ambiguousWords} Later balances prove what follows.`,
  'no-transactions': 'Transactions were not allowed for this account, so there are no rows to add up.',
} as const;

function moreOf(others: number): string {
  if (others === 0) return '';
  return others === 1
    ? ' So it is between two earlier balances.'
    : ` So it is between ${others} earlier pairs of balances.`;
}

function lastComplete({ lastCompleteAt }: { lastCompleteAt: Date | null }, here: Here): string {
  return lastCompleteAt ? ` Last complete: ${momentWords(lastCompleteAt, here)}.` : '';
}
