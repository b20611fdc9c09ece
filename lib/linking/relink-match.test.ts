import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day, day } from '../dates/day.ts';
import { type MatchRow, pairLoosely, pairPending } from './pair-rows.ts';
import { compare, type Overlap } from './relink-match.ts';

const linkedFirst = day('2026-01-01');

/** A row of the bank's own books, whichever account shows it. `bought` and `posted` count days from `linkedFirst`. */
type BookRow = { bought: number; takes: number; amount: number; text: string };

const bookRow = fc.record({
  bought: fc.integer({ min: -200, max: 60 }),
  // Most post within days, a hold after weeks.
  takes: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 5 }) }, fc.integer({ min: 6, max: 30 })),
  // Few amounts and texts, so that equal rows on one day are common.
  amount: fc.constantFrom(-500, -499, 120_000),
  text: fc.constantFrom('COFFEE', 'RENT', 'PAYROLL'),
});
const books = fc.array(bookRow, { maxLength: 80 });

/** What an account linked on day `linked` (history: 180 days) and last read on day `read` shows of the books. */
function shown(rows: readonly BookRow[], name: string, linked: number, read: number): MatchRow[] {
  return rows.flatMap((row, index) => {
    const posted = row.bought + row.takes;
    if (row.bought < linked - 180 || row.bought > read) return [];
    return {
      id: `${name}-${index}`,
      day: addDays(linkedFirst, posted <= read ? posted : row.bought),
      amountMinor: BigInt(row.amount),
      description: row.text,
      status: posted <= read ? 'posted' : 'pending',
      transactedAt: new Date(Date.parse(addDays(linkedFirst, row.bought)) + index),
    };
  });
}

function overlapOf(existing: readonly MatchRow[], incoming: readonly MatchRow[], read: number): Overlap {
  const oldest = (rows: readonly MatchRow[]) =>
    rows
      .filter((row) => row.status === 'posted')
      .map((row) => row.day)
      .sort()[0] ?? null;
  return { existingFrom: oldest(existing), existingTo: addDays(linkedFirst, read - 1), incomingFrom: oldest(incoming) };
}

/** An account linked on day 0 and last read on day `read`, and its successor linked on day `again`. */
function story(rows: readonly BookRow[], read: number, again: number) {
  const existing = shown(rows, 'old', 0, read);
  const incoming = shown(rows, 'new', again, again);
  return { existing, incoming, overlap: overlapOf(existing, incoming, read) };
}

const moments = fc.record({ read: fc.integer({ min: 0, max: 20 }), gap: fc.integer({ min: 0, max: 40 }) });
const contentOf = (row: MatchRow) => `${row.day} ${row.amountMinor} ${row.description}`;

describe('an account linked again under a new id', () => {
  it('is the same whenever both show the same books, and every posted row held finds its own', () => {
    fc.assert(
      fc.property(books, moments, (rows, { read, gap }) => {
        const { existing, incoming, overlap } = story(rows, read, read + gap);
        const answer = compare(existing, incoming, overlap);
        if (answer.kind !== 'same') {
          // The bank's books never contradict themselves; at most there is nothing to go by.
          expect(answer).toMatchObject({ kind: 'ask', evidence: { agreeing: 0 } });
          return;
        }
        const byId = new Map([...existing, ...incoming].map((row) => [row.id, contentOf(row)]));
        for (const pair of answer.pairs) expect(byId.get(pair.existingId)).toBe(byId.get(pair.incomingId));
        // After the pairs have become one, each posted row of the books stands there once.
        const paired = new Set(answer.pairs.map((pair) => pair.incomingId));
        const after = [...existing, ...incoming.filter((row) => !paired.has(row.id))]
          .filter((row) => row.status === 'posted')
          .map(contentOf);
        const truth = [...new Set([...existing, ...incoming].filter((row) => row.status === 'posted').map(indexOf))]
          .map((index) => contentOf(anyShown(index, existing, incoming)))
          .sort();
        expect(after.sort()).toEqual(truth);
      }),
    );
  });

  it('is decided alike whatever the order in which rows are given', () => {
    fc.assert(
      fc.property(books, moments, fc.func(fc.integer()), (rows, { read, gap }, shuffle) => {
        const { existing, incoming, overlap } = story(rows, read, read + gap);
        const mixed = (list: MatchRow[]) => [...list].sort((a, b) => shuffle(a.id) - shuffle(b.id));
        const straight = compare(existing, incoming, overlap);
        expect(compare(mixed(existing), mixed(incoming), overlap)).toEqual(straight);
      }),
    );
  });

  it('is never taken for the same when one row in the middle is missing, more or changed', () => {
    const middle = fc.record({
      bought: fc.integer({ min: -100, max: -10 }),
      takes: fc.constant(0),
      amount: fc.constantFrom(-500, -499),
      text: fc.constantFrom('COFFEE', 'RENT'),
    });
    const sure: BookRow[] = [-180, -120, -8].map((bought) => ({ bought, takes: 0, amount: -700, text: 'SURE' }));
    fc.assert(
      fc.property(books, middle, fc.constantFrom('missing', 'more', 'amount', 'text', 'day'), (rows, odd, change) => {
        const theirs = [...sure, ...rows, odd];
        const { existing, overlap } = story(theirs, 5, 5);
        const changed: Record<typeof change, BookRow[]> = {
          missing: [],
          more: [odd, odd],
          amount: [{ ...odd, amount: odd.amount + 1_000_000 }],
          text: [{ ...odd, text: `${odd.text} 2` }],
          day: [{ ...odd, bought: odd.bought + 1 }],
        };
        const incoming = shown([...sure, ...rows, ...changed[change]], 'new', 5, 5);
        expect(compare(existing, incoming, overlap).kind).toBe('ask');
      }),
    );
  });
});

function indexOf(row: MatchRow): string {
  return row.id.slice(4);
}

function anyShown(index: string, existing: MatchRow[], incoming: MatchRow[]): MatchRow {
  const found = [...existing, ...incoming].find((row) => row.status === 'posted' && indexOf(row) === index);
  if (!found) throw new Error('a row that was shown');
  return found;
}

const row = (id: string, at: Day, amount: number, text: string, status = 'posted'): MatchRow => ({
  id,
  day: at,
  amountMinor: BigInt(amount),
  description: text,
  status,
  transactedAt: new Date(`${at}T12:00:00Z`),
});
const on = (date: string) => day(`2026-${date}`);
const year: Overlap = { existingFrom: on('01-01'), existingTo: on('06-01'), incomingFrom: on('01-01') };

describe('the decision', () => {
  it('is the person’s when there is nothing to compare', () => {
    expect(compare([], [], { existingFrom: null, existingTo: null, incomingFrom: null }).kind).toBe('ask');
    expect(compare([], [row('n', on('02-01'), -1, 'A')], { ...year, existingFrom: null }).kind).toBe('ask');
  });

  it('counts equal rows of one day, two against two', () => {
    const twice = [row('a', on('03-01'), -350, 'COFFEE'), row('b', on('03-01'), -350, 'COFFEE')];
    const again = [row('c', on('03-01'), -350, 'COFFEE'), row('d', on('03-01'), -350, 'COFFEE')];
    expect(compare(twice, again, year)).toMatchObject({ kind: 'same', evidence: { agreeing: 2 } });
    expect(compare(twice, again.slice(1), year)).toMatchObject({
      kind: 'ask',
      evidence: { agreeing: 1, onlyExisting: 1, onlyIncoming: 0 },
    });
  });

  it('is the person’s also when no rows agree: a bank may have reworded them all', () => {
    const some = (name: string, amount: number) =>
      ['03-01', '03-15', '04-01'].map((date) => row(`${name}${date}`, on(date), amount, name));
    expect(compare(some('RENT', -90_000), some('POS PURCHASE RENT', -90_000), year)).toEqual({
      kind: 'ask',
      evidence: { agreeing: 0, alike: 3, onlyExisting: 0, onlyIncoming: 0, from: on('01-01'), to: on('06-01') },
    });
    expect(compare(some('RENT', -90_000), some('INTEREST', 12), year)).toMatchObject({
      kind: 'ask',
      evidence: { agreeing: 0, alike: 0, onlyExisting: 3, onlyIncoming: 3 },
    });
  });

  it('does not hold against the later history what was bought before it, however late that was posted', () => {
    const bought = (date: string) => ({ transactedAt: new Date(`${on(date)}T12:00:00Z`) });
    const late: Overlap = { ...year, incomingFrom: on('03-01') };
    const hold = row('hold', on('03-20'), -4000, 'HOTEL');
    const both = (id: string) => row(id, on('03-01'), -350, 'COFFEE');
    const answer = (existing: MatchRow[], incoming: MatchRow[]) => compare(existing, incoming, late).kind;
    expect(answer([both('a'), { ...hold, ...bought('02-28') }], [both('b')])).toBe('same');
    // Bought after it, the later history has to have it; and it cannot have what the longer one lacks.
    expect(answer([both('a'), { ...hold, ...bought('03-02') }], [both('b')])).toBe('ask');
    expect(answer([both('a')], [both('b'), { ...hold, ...bought('02-28') }])).toBe('ask');
  });

  it('does not hold the missing interval against the new account', () => {
    const existing = [row('a', on('05-01'), -350, 'COFFEE')];
    const incoming = [row('b', on('05-01'), -350, 'COFFEE'), row('c', on('06-20'), -99, 'MISSED')];
    expect(compare(existing, incoming, year)).toMatchObject({ kind: 'same', evidence: { onlyIncoming: 0 } });
  });
});

describe('pending rows of an id that has ended', () => {
  it('are found again pending, posted, reworded or with a tip; what nobody knows is left over', () => {
    const old = [
      row('same', on('05-01'), -350, 'COFFEE', 'pending'),
      row('posted', on('05-02'), -900, 'LUNCH', 'pending'),
      row('tip', on('05-03'), -2000, 'DINER', 'pending'),
      row('gone', on('05-04'), -4000, 'HOTEL HOLD', 'pending'),
    ];
    const fresh = [
      row('n-same', on('05-01'), -350, 'COFFEE', 'pending'),
      row('n-posted', on('05-02'), -900, 'LUNCH 00123'),
      row('n-tip', on('05-03'), -2400, 'DINER'),
      row('n-else', on('05-05'), -4000, 'HOTEL HOLD'),
    ];
    const { pairs, existing } = pairPending(old, fresh);
    expect(pairs.map((pair) => [pair.existingId, pair.incomingId]).sort()).toEqual([
      ['posted', 'n-posted'],
      ['same', 'n-same'],
      ['tip', 'n-tip'],
    ]);
    expect(existing.map(({ id }) => id)).toEqual(['gone']);
  });
});

describe('rows of accounts that a person calls one', () => {
  it('are paired although reworded or redated, and never with another amount', () => {
    const existing = [
      row('a', on('03-01'), -350, 'COFFEE #1'),
      row('b', on('03-02'), -900, 'LUNCH'),
      row('c', on('03-03'), -77, 'X'),
    ];
    const incoming = [
      row('d', on('03-01'), -350, 'COFFEE NO 1'),
      row('e', on('03-04'), -900, 'LUNCH'),
      row('f', on('03-03'), -78, 'X'),
    ];
    const paired = pairLoosely(existing, incoming);
    expect(paired.pairs).toEqual([
      { existingId: 'a', incomingId: 'd' },
      { existingId: 'b', incomingId: 'e' },
    ]);
    expect(paired.existing.map(({ id }) => id)).toEqual(['c']);
  });
});
