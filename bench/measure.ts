/** One goal held against what was measured: `ratio` is product over control unless `goal` says otherwise. */
export type Finding = {
  what: string;
  product: string;
  control: string;
  ratio: number;
  /** in words, as it stands in the table: `≤ 5 ×` */
  goal: string;
  isMet: boolean;
  note?: string;
};

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('No values to take the median of');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

export type Side = () => Promise<number>;
export type Rounds = { product: number; control: number; spread: number; repeated: number };

/** How far two controls of one round may lie apart before the round is done again: the machine was busy. */
const restless = 0.25;
const mostRepeats = 3;

/**
 * Measures product and control in one run: control, product, control, `rounds` times. A round whose two controls differ by
 * more than a quarter is repeated (three times at most, then kept). Each side answers in milliseconds; what comes back are
 * the medians over all rounds, and the spread of the control, (largest − smallest) / median.
 */
export async function rounds(product: Side, control: Side, count = 3): Promise<Rounds> {
  const [products, controls]: [number[], number[]] = [[], []];
  let repeated = 0;
  for (let round = 0; round < count; ) {
    const [before, own, after] = [await control(), await product(), await control()];
    const isRestless = Math.abs(before - after) > restless * Math.min(before, after);
    if (isRestless && repeated < mostRepeats) {
      repeated += 1;
      continue;
    }
    products.push(own);
    controls.push(before, after);
    round += 1;
  }
  const middle = median(controls);
  return {
    product: median(products),
    control: middle,
    spread: (Math.max(...controls) - Math.min(...controls)) / middle,
    repeated,
  };
}

/** A finding whose ratio must not be larger than `most`. */
export function atMost(
  what: string,
  most: number,
  { product, control, spread, repeated }: Rounds,
  unit = 'ms',
): Finding {
  const ratio = product / control;
  return {
    what,
    product: `${number(product)} ${unit}`,
    control: `${number(control)} ${unit}`,
    ratio,
    goal: `≤ ${most} ×`,
    isMet: ratio <= most,
    note: `control ±${Math.round(spread * 50)} %${repeated > 0 ? `, ${repeated} repeated` : ''}`,
  };
}

export function number(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
}

/** The findings as a table in Markdown. */
export function table(findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ what, product, control, ratio, goal, isMet, note }) =>
      `| ${what} | ${product} | ${control} | ${number(ratio)} | ${goal} | ${goal === 'none set' ? '' : isMet ? 'met' : '**missed**'} | ${note ?? ''} |`,
  );
  return [
    '| what | product | control | ratio | goal | verdict | note |',
    '| --- | ---: | ---: | ---: | --- | --- | --- |',
    ...lines,
  ].join('\n');
}
