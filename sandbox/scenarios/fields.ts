import { z } from 'zod';

/** Parts of a schema whose refusals say what to write instead. */

/** The known word that somebody may have meant, or null when none is near. */
function nearest(word: string, known: readonly string[]): string | null {
  const ranked = known
    .map((candidate) => ({ candidate, steps: editSteps(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  const [best] = ranked;
  return best && best.steps <= Math.max(2, Math.floor(best.candidate.length / 3)) ? best.candidate : null;
}

/** How many letters have to be added, taken away or changed to make one word of the other. */
function editSteps(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed));
    }
    before = row;
  }
  return before[b.length] ?? 0;
}

/** `there is no "x" …` with the word that was meant, or all there are. */
export function unknownWord(what: string, word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return `there is no ${what} "${word}"; ${meant ? `write ${meant}` : `write one of: ${known.join(', ')}`}`;
}

/** A mapping of these keys and no other. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') {
        return (issue.keys as string[]).map((key) => unknownWord('key', key, known)).join('\n');
      }
      return `write a mapping here, with ${known.join(', ')}`;
    },
  });
}

/** A mapping that has to claim something: at least one of its keys besides those that only say of what. */
export function claims<Shape extends z.ZodRawShape>(shape: Shape, besides: readonly string[] = []) {
  const claiming = Object.keys(shape).filter((key) => !besides.includes(key));
  return fields(shape).refine((value) => claiming.some((key) => Object.hasOwn(value, key)), {
    error: `expect something here: add ${claiming.join(', ')}`,
  });
}

/** A mapping of names to what is claimed of each; none of none. */
export function claimsByName<Claim extends z.ZodType>(what: string, claim: Claim) {
  return z
    .record(z.string(), claim)
    .refine((value) => Object.keys(value).length > 0, { error: `expect something here: add ${what}` });
}

/** One of these words. */
export function word<const Words extends readonly [string, ...string[]]>(what: string, words: Words) {
  return z.enum(words, {
    error: ({ input }) =>
      input === undefined
        ? `write ${what} here: ${words.join(', ')}`
        : unknownWord(what.replace(/^an? /, ''), String(input), words),
  });
}

/** A text; numbers have to be put in quotes. */
export function text(what: string) {
  const error = ({ input }: { input?: unknown }) =>
    input === undefined
      ? `${what} is missing; add it`
      : `write ${what} as text${typeof input === 'number' ? `, in quotes: "${input}"` : ''}`;
  return z.string({ error }).min(1, { error: `${what} is empty; write something` });
}

/** A whole number from `least` on. */
export function count(what: string, least = 0) {
  return z.int({ error: `write ${what} as a whole number` }).min(least, { error: `${what} begins at ${least}` });
}

/** An amount of money as people write it, `-38.50`; read as minor units. Negative = money out. */
export function amount(what = 'the amount') {
  const error = `write ${what} as a number with at most two decimals, for example -38.50 (negative = money out)`;
  return z
    .number({ error })
    .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, { error })
    .transform((value) => Math.round(value * 100));
}

export function flag(what: string) {
  return z.boolean({ error: `write ${what} as true or false` });
}
