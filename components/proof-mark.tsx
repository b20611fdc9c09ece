import type { AccountCardView } from '#lib/accounts/view.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { Figure } from './figure.tsx';
import { intervalHref } from './interval-href.ts';
import { ProofGlyph, proofColors } from './proof-glyph.tsx';
import { proofReason, proofState, proofWord } from './proof-words.ts';
import { classNames } from './ui/class-names.ts';

type Subject = Pick<AccountCardView, 'id' | 'name' | 'proof' | 'isStale' | 'balance'>;

/** The state of proof of one balance: the plumb line and always its word. */
export function ProofMark({
  account,
  here,
  size = 'normal',
}: {
  account: Subject;
  here: Here;
  size?: 'normal' | 'large';
}) {
  const state = proofState(account);
  return (
    <span
      title={proofReason(account, here)}
      className={classNames(
        'inline-flex items-center gap-1.5 font-medium whitespace-nowrap',
        proofColors[state],
        size === 'large' ? 'text-base' : 'text-[0.8125rem]',
      )}
    >
      <ProofGlyph
        state={state}
        length={size === 'large' ? 12 : 8}
        className={size === 'large' ? 'h-7' : 'h-[1.125rem]'}
      />
      <span>
        {proofWord(account, here)}
        {account.proof.kind === 'unexplained' ? (
          <>
            {' '}
            <Figure
              amount={account.proof.amount}
              look="difference"
              explain={{ kind: 'formula', href: intervalHref(account.id, account.proof.intervalId) }}
              label={`Unexplained in ${account.name}`}
            />
          </>
        ) : null}
      </span>
    </span>
  );
}
