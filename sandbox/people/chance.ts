/**
 * Chance that can be repeated: every draw is a pure function of the words that name it, so a day can be lived anywhere
 * and in any order of areas with the same result. Only integer arithmetic, so all machines agree to the bit.
 */
export type Chance = {
  /** In [0, 1). */
  unit(): number;
  /** True with probability `p`. */
  yes(p: number): boolean;
  /** A whole number from `low` to `high`, both possible. */
  whole(low: number, high: number): number;
  /** As `whole`, but the middle is likelier than the ends. */
  around(low: number, high: number): number;
  /** As `whole`, but small values are likelier: what a till rings up. */
  skewed(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  digits(count: number): string;
  /** Capital letters and digits, as in references. */
  code(count: number): string;
};

function hashOf(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const codeLetters = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** The chance named by these words; the same words give the same draws. */
export function chance(...words: readonly (string | number)[]): Chance {
  let state = hashOf(words.join('\u0001'));
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const scaled = (low: number, high: number, u: number): number => low + Math.floor(u * (high - low + 1));
  const text = (letters: string, count: number): string =>
    Array.from({ length: count }, () => letters.charAt(Math.floor(unit() * letters.length))).join('');
  return {
    unit,
    yes: (p) => unit() < p,
    whole: (low, high) => scaled(low, high, unit()),
    around: (low, high) => scaled(low, high, (unit() + unit() + unit()) / 3),
    skewed: (low, high) => {
      const u = unit();
      return scaled(low, high, u * (0.35 + 0.65 * unit()));
    },
    pick: <T>(list: readonly T[]): T => {
      const item = list[Math.floor(unit() * list.length)];
      if (item === undefined) throw new Error('Nothing to pick from.');
      return item;
    },
    digits: (count) => text('0123456789', count),
    code: (count) => text(codeLetters, count),
  };
}
