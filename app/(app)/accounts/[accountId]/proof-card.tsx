import Link from 'next/link';
import { rowsHref } from '#app/_shared/rows-href.ts';
import { type Explain, Figure } from '#components/figure.tsx';
import { intervalAnchor } from '#components/interval-href.ts';
import { ProofGlyph, proofColors } from '#components/proof-glyph.tsx';
import { ambiguousWords, awaitedWords, notYetWords, waitingWords } from '#components/proof-words.ts';
import { Card } from '#components/ui/card.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { TextLink } from '#components/ui/text-link.tsx';
import { awaited } from '#lib/accounts/headline.ts';
import type { AccountView, ProofIntervalView } from '#lib/accounts/view.ts';
import { type Here, momentWords, spanWords } from '#lib/dates/moment-words.ts';
import { shortDay } from '#lib/dates/words.ts';

/** Interval by interval: what the bank's balances say has moved, what the rows add up to, and whether that is the same. */
export function ProofCard({ account, here }: { account: AccountView; here: Here }) {
  const { intervals, intervalCounts } = account;
  return (
    <Card id="proof" title="Proof" className="scroll-mt-4">
      <p className="mb-3 max-w-prose text-sm text-muted">
        Between two balances that the bank has stated, its posted rows must make up the difference, to the cent. Nothing
        is ever added to make a sum fit.
      </p>
      {intervals.length > 0 ? (
        <ul className="divide-y divide-line">
          {intervals.map((interval) => (
            <Interval key={interval.id} interval={interval} account={account} here={here} />
          ))}
        </ul>
      ) : (
        <p>{noneWords(account)}</p>
      )}
      <LeftOut account={account} />
      {intervalCounts.empty > 0 ? (
        <p className="mt-2 text-sm text-muted">
          {intervalCounts.empty === 1
            ? '1 interval of under a day without rows is left out: it proves nothing.'
            : `${intervalCounts.empty} intervals of under a day without rows are left out: they prove nothing.`}
        </p>
      ) : null}
    </Card>
  );
}

function noneWords({ balance, intervalCounts }: AccountView): string {
  if (intervalCounts.empty > 0) return notYetWords['too-close'];
  return balance
    ? 'One balance so far. The next one closes the first interval.'
    : 'The bank has not stated a balance yet.';
}

/** What an account with a long history has beside what is listed. */
function LeftOut({ account: { intervals, intervalCounts } }: { account: AccountView }) {
  const open = intervalCounts.open - intervals.filter(({ state }) => state !== 'proven').length;
  const count = intervalCounts.proven + intervalCounts.open - intervals.length;
  if (count === 0) return null;
  return (
    <p className="mt-2 text-sm text-muted">
      {count === 1
        ? `1 other interval is not listed: it is ${open === 0 ? '' : 'not '}proven.`
        : `${count} other intervals are not listed${open === 0 ? ': all of them are proven' : `, ${open} of them not proven`}.`}
    </p>
  );
}

const words = { proven: 'proven', unexplained: 'unexplained', ambiguous: 'not provable' } as const;

function Interval({ interval, account, here }: { interval: ProofIntervalView; account: AccountView; here: Here }) {
  const state = interval.state === 'ambiguous' ? 'not-yet' : interval.state;
  const rows: Explain = {
    kind: 'rows',
    href: rowsHref({ accountIds: [account.id], status: 'posted', interval: interval.id }, account.currency),
  };
  const awaits = awaited({
    movedMinor: interval.moved.amountMinor,
    rowsMinor: interval.rows.amountMinor,
    rowCount: interval.rowCount,
  });
  const label = spanWords(interval.fromAt, interval.toAt, here);
  return (
    <li
      id={intervalAnchor(interval.id)}
      tabIndex={-1}
      className="reached-place -mx-2 grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 rounded-lg px-2 py-3 data-reached:bg-sunken"
    >
      <p className="font-medium">{label}</p>
      <p className={classNames('flex items-center gap-1.5 text-[0.8125rem] font-medium', proofColors[state])}>
        <ProofGlyph state={state} length={8} className="h-[1.125rem]" />
        {interval.state === 'waiting' ? waitingWords[awaits] : words[interval.state]}
        {interval.state === 'unexplained' ? (
          <Figure
            amount={interval.unexplained}
            look="difference"
            label={`Unexplained, ${label}`}
            explain={{
              kind: 'formula',
              title: 'What the rows leave open',
              parts: [
                {
                  label: 'The bank’s balances moved by',
                  amount: interval.moved,
                  explain: { kind: 'formula', href: `#${intervalAnchor(interval.id)}` },
                },
                { label: 'The rows add up to', amount: interval.rows, explain: rows },
              ],
              result: 'Difference',
            }}
          />
        ) : null}
      </p>
      <p className="col-span-2 flex flex-wrap gap-x-4 text-sm text-muted">
        <span>
          the bank’s balances moved by{' '}
          <Figure
            amount={interval.moved}
            look="flow"
            label={`Moved, ${label}`}
            explain={{
              kind: 'formula',
              title: 'The later balance less the earlier one',
              parts: [
                {
                  label: momentWords(interval.toAt, here),
                  amount: interval.toBalance,
                  explain: { kind: 'anchor', href: `#${intervalAnchor(interval.id)}` },
                },
                {
                  label: momentWords(interval.fromAt, here),
                  amount: interval.fromBalance,
                  explain: { kind: 'anchor', href: `#${intervalAnchor(interval.id)}` },
                },
              ],
              result: 'Difference',
            }}
          />
        </span>
        <span>
          {interval.rowCount === 1 ? '1 row adds' : `${interval.rowCount} rows add`} up to{' '}
          <Figure amount={interval.rows} look="flow" label={`Rows, ${label}`} explain={rows} />
        </span>
      </p>
      {interval.state === 'waiting' && awaits !== 'rows' ? (
        <p className="col-span-2 text-sm text-muted">{awaitedWords[awaits]}</p>
      ) : null}
      {interval.state === 'ambiguous' ? <p className="col-span-2 text-sm text-muted">{ambiguousWords}</p> : null}
      <Placements interval={interval} here={here} />
      {interval.suspects.length > 0 ? <Suspects interval={interval} /> : null}
      {interval.state === 'unexplained' && interval.suspects.length === 0 ? <NoSuspect account={account} /> : null}
    </li>
  );
}

/** Where rows were put that may stand on either side of a balance: the bank gives their day and no hour. */
function Placements({ interval, here }: { interval: ProofIntervalView; here: Here }) {
  return interval.placed.map(({ side, day, count }) => (
    <p key={`${side}-${day}`} className="col-span-2 text-sm text-muted">
      {count === 1 ? `1 row of ${shortDay(day, here.today)} is` : `${count} rows of ${shortDay(day, here.today)} are`}{' '}
      taken to stand{' '}
      {side === 'before-later'
        ? `before the balance of ${momentWords(interval.toAt, here)}`
        : `after the balance of ${momentWords(interval.fromAt, here)}`}
      : the bank gives no hour.
    </p>
  ));
}

const suspectWords: Readonly<Record<string, readonly [one: string, several: string]>> = {
  pending: [
    'A pending row that the balance seems to count already',
    'Pending rows that the balance seems to count already',
  ],
  twin: ['One of two rows that say the same', 'Rows that stand twice'],
  reissued: [
    'A row that the bank seems to have given a second id',
    'Rows that the bank seems to have given a second id',
  ],
  late: ['A row that was dated to the other side of a balance', 'Rows that were dated to the other side of a balance'],
  sign: ['A row that would fit with the other sign', 'Rows that would fit with the other sign'],
};

/** The smallest sets of rows that would explain a difference: hints for the person, never corrections. */
function Suspects({ interval }: { interval: ProofIntervalView }) {
  return (
    <div className="col-span-2 mt-1 rounded-lg bg-unexplained-soft px-3 py-2 text-sm">
      <p className="font-medium">What would explain it</p>
      <ul className="list-inside list-disc">
        {interval.suspects.map(({ kind, ids }) => (
          <li key={`${kind}-${ids.join()}`}>
            {suspectWords[kind]?.[ids.length === 1 ? 0 : 1] ?? 'Rows that add up to it'}:{' '}
            {ids.map((id, i) => (
              <Link key={id} href={`/transactions?row=${id}`} className="mr-2 font-medium underline underline-offset-2">
                {ids.length === 1 ? 'see the row' : `row ${i + 1}`}
              </Link>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What may have happened where no row that is held explains a difference, and what can still bring it. */
function NoSuspect({ account: { id, status } }: { account: AccountView }) {
  return (
    <div className="col-span-2 mt-1 rounded-lg bg-unexplained-soft px-3 py-2 text-sm">
      <p className="font-medium">No row here explains it, alone or with a few like it</p>
      <p>
        The bank may not have given a row yet, or may have changed or taken back one without a word.{' '}
        {status === 'disconnected' ? (
          'The account is disconnected, so nothing comes that could show it.'
        ) : (
          <>
            A row that comes with a later reading finds its place here by itself.{' '}
            <TextLink href={`/connections/link?relink=${id}`}>Signing in at the bank again</TextLink> has all that it
            gives read once more, from the beginning.
          </>
        )}
      </p>
    </div>
  );
}
