import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { type Explain, Figure, shortUnits } from './figure.tsx';
import { ComesAgain } from './ui/comes-again.client.tsx';

const usd = (amountMinor: bigint) => ({ amountMinor, currency: 'USD' });
const rows: Explain = { kind: 'rows', href: '/transactions' };
const text = (html: string) => html.replace(/<[^>]*>/g, '');

const anchor: Explain = {
  kind: 'anchor',
  account: 'Checking',
  href: '/accounts/a',
  asOf: '09:12',
  askedAt: 'at 09:12',
};

describe('a figure', () => {
  it('writes every cent, with a real minus sign', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (amountMinor) => {
        const shown = text(renderToStaticMarkup(<Figure amount={usd(amountMinor)} explain={rows} />));
        expect(shown.startsWith('−')).toBe(amountMinor < 0n);
        expect(BigInt(shown.replace(/\D/g, '')) * (amountMinor < 0n ? -1n : 1n)).toBe(amountMinor);
      }),
    );
  });

  it('writes a plus sign before money in where money flows, and none before a balance', () => {
    expect(text(renderToStaticMarkup(<Figure amount={usd(1250n)} explain={rows} look="flow" />))).toBe('+$12.50');
    expect(text(renderToStaticMarkup(<Figure amount={usd(1250n)} explain={rows} />))).toBe('$12.50');
    expect(text(renderToStaticMarkup(<Figure amount={usd(0n)} explain={rows} look="flow" />))).toBe('$0.00');
    const difference = renderToStaticMarkup(<Figure amount={usd(1250n)} explain={rows} look="difference" />);
    expect([text(difference), difference.includes('text-proven')]).toEqual(['+$12.50', false]);
  });

  it('says what it is and how it is explained, and leads there', () => {
    const html = renderToStaticMarkup(<Figure amount={usd(-1250n)} explain={rows} label="Out" />);
    expect(html).toContain('data-money="-1250 USD rows"');
    expect(html).toContain('href="/transactions"');
    expect(text(html)).toBe('Out: −$12.50');
  });

  it('opens a popover for what the bank stated and for sums', () => {
    const sum: Explain = {
      kind: 'formula',
      title: 'Sum',
      parts: [{ label: 'Checking', amount: usd(1n), explain: anchor }],
    };
    for (const explain of [anchor, sum]) {
      const html = renderToStaticMarkup(<Figure amount={usd(1n)} explain={explain} />);
      const target = /popoverTarget="([^"]+)"/i.exec(html)?.[1];
      expect(target).toBeTruthy();
      expect(html).toContain(`id="${target}"`);
      expect(html).toContain(`data-money="1 USD ${explain.kind}"`);
    }
  });

  it('explains itself to a browser without script, unless that asks for the page once more', () => {
    const figure = <Figure amount={usd(1n)} explain={anchor} />;
    expect(renderToStaticMarkup(figure)).toMatch(/<noscript>.*The bank stated this balance.*<\/noscript>/);
    expect(renderToStaticMarkup(<ComesAgain does>{figure}</ComesAgain>)).not.toContain('The bank stated this balance');
  });
});

describe('the mark of a scale', () => {
  it('shortens round amounts and leaves others whole', () => {
    const marks = [0n, 50_000n, 1_200_000n, 1_250_000n, 1_234_500n, 150_000_000n, -500_000n].map((minor) =>
      shortUnits(usd(minor)),
    );
    expect(marks).toEqual(['0', '500', '12k', '12.5k', '12,345', '1.5m', '5k']);
  });
});
