import Link from 'next/link';
import { type ReactNode, useId } from 'react';
import { formatMoney, toDecimal } from '#lib/money/format.ts';
import type { Money } from '#lib/money/money.ts';
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

export type FigurePart = { label: string; amount: Money; explain: Explain };

export type FigureProps = {
  amount: Money;
  explain: Explain;
  /** flow: a plus sign and a colour for money in; plain: a balance */
  look?: 'plain' | 'flow';
  /** leaves the cents out where there is no room; the exact amount stays in the page for readers */
  whole?: boolean;
  className?: string | undefined;
  /** what the figure is, for readers who meet it as a link or a button outside its sentence */
  label?: string;
};

/** The characters of an amount. Dots take their place, for eyes and for readers, while amounts are hidden. */
function Characters({ amount, look = 'plain', whole = false }: Pick<FigureProps, 'amount' | 'look' | 'whole'>) {
  const { sign, symbol, units, decimal } = formatMoney(amount, { plus: look === 'flow' });
  return (
    <>
      <span className="figure-digits whitespace-nowrap">
        {sign}
        {symbol}
        {units}
        {decimal ? <span className={whole ? 'sr-only' : 'figure-cents'}>{decimal}</span> : null}
      </span>
      <span className="figure-dots">
        <span aria-hidden>••••</span>
        <span className="sr-only">hidden amount</span>
      </span>
    </>
  );
}

/**
 * The only place where an amount becomes characters on a screen.
 * `data-money` carries "<minor units> <currency> <kind of explanation>" for the test that walks every page and checks
 * each figure by the rule of its kind.
 */
export function Figure({ amount, explain, look = 'plain', whole = false, className, label }: FigureProps) {
  const data = { 'data-money': `${amount.amountMinor} ${amount.currency} ${explain.kind}` };
  const classes = classNames(
    'figure-open tabular-nums',
    look === 'flow' && amount.amountMinor > 0n && 'text-proven',
    className,
  );
  const characters = <Characters amount={amount} look={look} whole={whole} />;
  const named = label ? (
    <>
      <span className="sr-only">{label}: </span>
      {characters}
    </>
  ) : (
    characters
  );
  if ('href' in explain && explain.kind !== 'anchor') {
    return (
      <Link href={explain.href} prefetch={false} scroll={explain.kind !== 'bankObject'} className={classes} {...data}>
        {named}
      </Link>
    );
  }
  return (
    <Explained className={classes} data={data} face={named}>
      <Explanation explain={explain} amount={amount} />
    </Explained>
  );
}

/** A button with the browser's own popover behind it: opens and closes without any script of ours. */
function Explained({
  face,
  children,
  className,
  data,
}: {
  face: ReactNode;
  children: ReactNode;
  className: string;
  data: { 'data-money': string };
}) {
  const id = useId();
  return (
    <>
      <button type="button" popoverTarget={id} className={classNames('text-left', className)} {...data}>
        {face}
      </button>
      <span
        id={id}
        popover="auto"
        className="explain rounded-xl border border-line bg-raised p-4 text-left text-sm font-normal tracking-normal whitespace-normal text-ink shadow-floating"
      >
        {children}
      </span>
    </>
  );
}

function Explanation({ explain, amount }: { explain: Explain; amount: Money }) {
  if (explain.kind === 'anchor') {
    return (
      <span className="grid gap-1.5">
        <span className="font-medium">The bank stated this balance</span>
        <span className="text-muted">
          As of {explain.asOf}; asked {explain.askedAt}.
        </span>
        <Link href={explain.href} className="font-medium text-accent underline underline-offset-2">
          {explain.account}: balances and proof
        </Link>
      </span>
    );
  }
  if (explain.kind === 'formula' && 'parts' in explain) return <Formula explain={explain} amount={amount} />;
  if (explain.kind === 'model') {
    return (
      <span className="grid gap-1.5">
        <span className="font-medium">{explain.title}</span>
        {explain.inputs.map((input) => (
          <span key={input.label} className="flex justify-between gap-6">
            <span className="text-muted">{input.label}</span>
            <span>{input.value}</span>
          </span>
        ))}
      </span>
    );
  }
  if (explain.kind === 'entered') {
    return (
      <span className="text-muted">
        Entered by {explain.who}, {explain.when}.
      </span>
    );
  }
  return null;
}

function Formula({ explain, amount }: { explain: Extract<Explain, { parts: unknown }>; amount: Money }) {
  return (
    <span className="grid gap-1.5">
      <span className="font-medium">{explain.title}</span>
      <span className="grid max-h-[50dvh] gap-1 overflow-y-auto">
        {explain.parts.map((part) => (
          <span key={part.label} className="flex items-baseline justify-between gap-6">
            <span className="min-w-0 break-words text-muted">{part.label}</span>
            <Part part={part} />
          </span>
        ))}
      </span>
      <span className="flex items-baseline justify-between gap-6 border-t border-line pt-1.5 font-medium">
        <span>{explain.result ?? 'Together'}</span>
        <span className="tabular-nums">
          <Characters amount={amount} />
        </span>
      </span>
      {explain.note ? <span className="text-muted">{explain.note}</span> : null}
    </span>
  );
}

/** Inside a popover a part leads on instead of opening another one: popovers in popovers lose the reader. */
function Part({ part }: { part: FigurePart }) {
  const data = { 'data-money': `${part.amount.amountMinor} ${part.amount.currency} ${part.explain.kind}` };
  const characters = <Characters amount={part.amount} />;
  return 'href' in part.explain ? (
    <Link href={part.explain.href} prefetch={false} className="figure-open" {...data}>
      <span className="sr-only">{part.label}: </span>
      {characters}
    </Link>
  ) : (
    <span {...data}>{characters}</span>
  );
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
