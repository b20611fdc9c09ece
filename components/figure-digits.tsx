/** An amount as characters: made in `figure.tsx` alone, laid out here. */
export type AmountText = { readonly main: string; readonly cents: string };

/** The characters of an amount, cents lighter. While amounts are hidden, dots take their place (`globals.css`). */
export function Digits({ text }: { text: AmountText }) {
  return (
    <span className="figure-digits">
      {text.main}
      {text.cents ? <span className="figure-cents">{text.cents}</span> : null}
    </span>
  );
}
