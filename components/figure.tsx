import Link from 'next/link';
import { formatMoney, toDecimal } from '#lib/money/format.ts';
import type { Money } from '#lib/money/money.ts';
import { Explained, type ExplainedWords } from './explained.client.tsx';
import { type AmountText, Digits } from './figure-digits.tsx';
import { classNames } from './ui/class-names.ts';

/**
 * Where a figure comes from. Every figure has one of these, and opens it:
 * - `rows`: the sum of the posted rows that the address lists;
 * - `anchor`: the bank stated it, at its own time;
 * - `formula`: the parts add up to it (with `result: 'Difference'`: the first less the others, its size perhaps), and each
 *   part explains itself; or `href` leads to where they do;
 * - `entered`: a person typed it;
 * - `model`: computed from these inputs;
 * - `bankObject`: one thing of the bank's, shown whole at the address.
 */
export type Explain =
  | { kind: 'rows'; href: string }
  | { kind: 'anchor'; account: string; href: string; asOf: string; askedAt: string }
  | {
      kind: 'formula';
      title: string;
      parts: readonly FigurePart[];
      note?: string /** what the line under the parts is called */;
      result?: string;
    }
  | { kind: 'formula'; href: string }
  | { kind: 'entered'; who: string; when: string }
  | { kind: 'model'; title: string; inputs: readonly { label: string; value: string }[] }
  | { kind: 'bankObject'; href: string };

/** A part is explained where its address leads; only its kind is told of it here. */
export type FigurePart = {
  label: string;
  amount: Money;
  explain: Explain | Pick<Extract<Explain, { kind: 'anchor' }>, 'kind' | 'href'>;
};

export type FigureProps = {
  amount: Money;
  explain: Explain;
  /** flow: a plus sign and a colour for money in; difference: the sign without the colour; plain: a balance */
  look?: 'plain' | 'flow' | 'difference';
  className?: string | undefined;
  /** an ordinary link: for lists of thousands, where each part of a row costs, and which take the clicks themselves */
  isPlain?: boolean;
  /** what the figure is, for readers who meet it as a link or a button outside its sentence */
  label?: string;
};

function textOf(amount: Money, look: FigureProps['look'] = 'plain'): AmountText {
  const { sign, symbol, units, decimal } = formatMoney(amount, { plus: look !== 'plain' });
  return { main: `${sign}${symbol}${units}`, cents: decimal };
}

/** "<minor units> <currency> <kind of explanation>", for the test that walks every page and checks each figure by the rule of its kind. */
function dataOf(amount: Money, explain: Pick<Explain, 'kind'>): string {
  return `${amount.amountMinor} ${amount.currency} ${explain.kind}`;
}

/** The only place where an amount becomes characters on a screen. */
export function Figure({ amount, explain, look = 'plain', className, label, isPlain = false }: FigureProps) {
  const text = textOf(amount, look);
  const data = dataOf(amount, explain);
  const isIn = look === 'flow' && amount.amountMinor > 0n;
  const classes = classNames('figure-open', isIn && 'text-proven', className);
  if (!('href' in explain) || explain.kind === 'anchor') {
    const words = wordsOf(explain, amount, look);
    return <Explained {...{ text, data, label, words }} className={classes} />;
  }
  const face = (
    <>
      {label ? <span className="sr-only">{label}: </span> : null}
      <Digits text={text} />
    </>
  );
  return isPlain ? (
    <a href={explain.href} className={classes} data-money={data}>
      {face}
    </a>
  ) : (
    <Link
      href={explain.href}
      prefetch={false}
      scroll={explain.kind !== 'bankObject'}
      className={classes}
      data-money={data}
    >
      {face}
    </Link>
  );
}

type Worded = Extract<Explain, { kind: 'anchor' | 'entered' | 'model' } | { parts: unknown }>;

function wordsOf(explain: Worded, amount: Money, look: FigureProps['look']): ExplainedWords {
  switch (explain.kind) {
    case 'anchor':
      return {
        title: 'The bank stated this balance',
        note: `As of ${explain.asOf}; asked ${explain.askedAt}.`,
        link: { href: explain.href, words: `${explain.account}: balances and proof` },
      };
    case 'entered':
      return { title: `Entered by ${explain.who}`, note: explain.when };
    case 'model':
      return { title: explain.title, facts: explain.inputs };
    case 'formula':
      return {
        title: explain.title,
        parts: explain.parts.map((part) => ({
          label: part.label,
          text: textOf(part.amount),
          data: dataOf(part.amount, part.explain),
          href: 'href' in part.explain ? part.explain.href : null,
        })),
        result: { label: explain.result ?? 'Together', text: textOf(amount, look) },
        ...(explain.note && { note: explain.note }),
      };
  }
}

/**
 * A mark of a scale in whole units, for the axis of a chart: a ruler's line, not a figure about somebody's money.
 * `share` is its place from the top.
 */
export function AxisFigure({ amount, share }: { amount: Money; share: number }) {
  const { sign, symbol } = formatMoney(amount);
  return (
    <span
      className="figure-axis absolute right-0 whitespace-nowrap -translate-y-1/2 text-xs text-muted tabular-nums"
      style={{ top: `${share * 100}%` }}
    >
      {sign}
      {symbol}
      {shortUnits(amount)}
    </span>
  );
}

/** `12,000` becomes `12k`, `1,500,000` becomes `1.5m`: exact for the round numbers that scales use. */
export function shortUnits(amount: Money): string {
  const size = amount.amountMinor < 0n ? -amount.amountMinor : amount.amountMinor;
  const [units = '0'] = toDecimal({ amountMinor: size, currency: amount.currency }).split('.');
  for (const [digits, letter] of [
    [6, 'm'],
    [3, 'k'],
  ] as const) {
    if (units.length <= digits) continue;
    const rest = units.slice(-digits).replace(/0+$/, '');
    return rest.length > 1 ? formatMoney(amount).units : `${units.slice(0, -digits)}${rest ? `.${rest}` : ''}${letter}`;
  }
  return units;
}
