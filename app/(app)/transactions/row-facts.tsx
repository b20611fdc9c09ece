import Link from 'next/link';
import { Figure } from '#components/figure.tsx';
import { ProofGlyph, proofColors } from '#components/proof-glyph.tsx';
import { StatusBadge } from '#components/transaction-row.tsx';
import { classNames } from '#components/ui/class-names.ts';
import type { RowFacts } from './facts.ts';

/** One row, whole: what the bank says, how it came to us, and the balances that it stands between. */
export function RowFactsView({ facts, query }: { facts: RowFacts; query: string }) {
  const params = new URLSearchParams(query);
  params.set('row', facts.id);
  const href = `/transactions?${params}`;
  return (
    <div className="grid gap-6">
      <div>
        <p className="flex items-center gap-3 text-3xl font-semibold tracking-tight">
          <Figure
            amount={{ amountMinor: BigInt(facts.minor), currency: facts.currency }}
            explain={{ kind: 'bankObject', href }}
            look="flow"
          />
          <StatusBadge status={facts.status} />
        </p>
        <p className="mt-1 text-muted">
          {facts.day} ·{' '}
          <Link
            href={`/accounts/${facts.accountId}`}
            className="underline decoration-line-strong underline-offset-4 hover:text-ink"
          >
            {facts.accountName}
          </Link>
        </p>
      </div>
      <Facts title="What the bank says" facts={facts.bank} />
      <Facts title="How it came here" facts={facts.origin} />
      <section>
        <h3 className="mb-2 font-semibold">The balances around it</h3>
        {facts.hasBalances ? (
          <ol className="grid gap-2 border-l-2 border-line pl-4">
            <Stated label="Before" stated={facts.before} facts={facts} />
            <li className="flex items-baseline justify-between gap-4 font-medium">
              <span>This row</span>
              <Figure
                amount={{ amountMinor: BigInt(facts.minor), currency: facts.currency }}
                explain={{ kind: 'bankObject', href }}
                look="flow"
              />
            </li>
            <Stated label="After" stated={facts.after} facts={facts} />
          </ol>
        ) : null}
        <Verdict facts={facts} />
      </section>
    </div>
  );
}

function Verdict({ facts }: { facts: RowFacts }) {
  const { interval } = facts;
  if (!interval) return <p className="mt-3 text-sm text-muted">{facts.uncounted}</p>;
  const state = interval.state === 'empty' || interval.state === 'ambiguous' ? 'not-yet' : interval.state;
  return (
    <p className="mt-3 flex items-start gap-2 text-sm">
      <ProofGlyph state={state} length={8} className="h-[1.125rem]" />
      <span className={classNames(proofColors[state])}>
        {interval.words}{' '}
        <Link href={interval.href} className="underline underline-offset-2">
          See the interval
        </Link>
        ,{' '}
        <Link href={interval.rows} className="underline underline-offset-2">
          all its rows
        </Link>
      </span>
    </p>
  );
}

function Stated({ label, stated, facts }: { label: string; stated: RowFacts['before']; facts: RowFacts }) {
  return (
    <li className="flex items-baseline justify-between gap-4 text-sm">
      <span className="text-muted">
        {stated ? `${label}: the bank, ${stated.words}` : `${label}: no balance stated yet`}
      </span>
      {stated ? (
        <Figure
          amount={{ amountMinor: BigInt(stated.minor), currency: facts.currency }}
          explain={{ kind: 'formula', href: facts.interval?.href ?? `/accounts/${facts.accountId}#proof` }}
          label={label}
        />
      ) : null}
    </li>
  );
}

function Facts({ title, facts }: { title: string; facts: readonly { label: string; words: string }[] }) {
  return (
    <section>
      <h3 className="mb-2 font-semibold">{title}</h3>
      <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
        {facts.map((fact) => (
          <div key={fact.label} className="contents">
            <dt className="text-muted">{fact.label}</dt>
            <dd className="break-words">{fact.words}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
