import { Figure, type FigurePart } from './figure.tsx';

/** What is spoken of: one balance, or several together. */
const words = {
  one: { balance: 'balance', it: 'it', these: 'it' },
  several: { balance: 'balances', it: 'them', these: 'these balances' },
};

/**
 * What stands after the newest balance, or the newest balances together: with it today ends as the chart has it. Nothing
 * where nothing stands there.
 *
 * @param endMinor how today ends as far as it is known, in minor units of the balance's currency
 */
export function RowsAfter({
  endMinor,
  newest,
  todayHref,
  of,
}: {
  endMinor: bigint | null;
  newest: FigurePart;
  todayHref: string;
  of: keyof typeof words;
}) {
  const { amountMinor, currency } = newest.amount;
  if (endMinor === null || endMinor === amountMinor) return null;
  const { balance, it, these } = words[of];
  return (
    <p className="mt-1 text-sm text-muted">
      <Figure
        amount={{ amountMinor: endMinor - amountMinor, currency }}
        look="flow"
        className="font-medium"
        label={`Rows after the ${balance}`}
        explain={{
          kind: 'formula',
          title: `What stands after the newest ${balance}`,
          parts: [
            {
              label: `Today, with the rows after ${it}`,
              amount: { amountMinor: endMinor, currency },
              explain: { kind: 'formula', href: todayHref },
            },
            newest,
          ],
          result: 'Difference',
        }}
      />{' '}
      by rows that stand after {these}
    </p>
  );
}
