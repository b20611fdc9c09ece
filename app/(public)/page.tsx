import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { currentViewer } from '#app/_shared/viewer.ts';
import { ProofGlyph, type ProofState, proofColors } from '#components/proof-glyph.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { env } from '#lib/env.ts';
import { ProofDrawing } from './_parts/proof-drawing.tsx';
import { TryDemo } from './_parts/try-demo.client.tsx';

export default async function LandingPage() {
  if (await currentViewer()) redirect('/overview');
  const hasDemo = env().DEMO_BANK_URL !== null;
  return (
    <>
      <section className="grid items-center gap-10 py-8 md:grid-cols-[1.1fr_1fr] md:gap-12 md:py-16">
        <div>
          <h1 className="text-4xl leading-[1.1] font-semibold tracking-tight md:text-5xl">
            See your money.
            <br />
            Know that it is right.
          </h1>
          <p className="mt-5 max-w-[34rem] text-lg text-muted">
            Plumb brings your bank accounts together and checks every balance against the rows behind it, to the cent.
            What fits says <em className="font-medium text-proven not-italic">proven</em>. What does not says by how
            much, and since when.
          </p>
          <div className="mt-7 flex flex-wrap items-start gap-3">
            <ButtonLink href="/sign-up" look="primary">
              Create an account
            </ButtonLink>
            {hasDemo ? <TryDemo isInRow /> : null}
            <ButtonLink href="/sign-in" look="plain">
              Sign in
            </ButtonLink>
          </div>
          {hasDemo ? (
            <p className="mt-3 text-sm text-muted">
              The demo is a household of made-up people. No e-mail needed, open in seconds.
            </p>
          ) : null}
        </div>
        <div className="flex justify-center md:justify-end">
          <ProofDrawing />
        </div>
      </section>

      <Part title="Every balance carries its proof">
        <div className="grid gap-4 md:grid-cols-3">
          <StateCard state="proven" word="Proven">
            The rows between two balances of the bank make up the difference, to the cent. Nothing is missing and
            nothing is there twice.
          </StateCard>
          <StateCard state="waiting" word="Waiting for rows">
            The bank has stated a new balance, and its rows have not all come yet. Plumb says so instead of guessing.
          </StateCard>
          <StateCard state="unexplained" word="Unexplained">
            The sum is off. You see the amount, the days, and the few rows that could explain it. No row is ever
            invented to make it fit.
          </StateCard>
        </div>
      </Part>

      <Part title="What Plumb reads, and what it never does">
        <dl className="grid gap-x-10 gap-y-6 md:grid-cols-2">
          <Fact term="It asks before it reads">
            You see each permission with its reason before your bank is opened, and leave out what you do not want to
            share.
          </Fact>
          <Fact term="Your bank’s password stays at your bank">
            You sign in there, through Stripe. Plumb is given what you agree to, balances and transactions first, and
            never what opens the account.
          </Fact>
          <Fact term="Each figure opens">
            Any amount on any page shows the rows, the balance or the sum that it comes from, and how old it is.
          </Fact>
          <Fact term="You can take it all back">
            One page ends access at every bank and deletes everything. Afterwards it tells you what was done.
          </Fact>
        </dl>
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-line py-10 md:py-14">
      <h2 className="mb-6 text-2xl font-semibold tracking-tight">{title}</h2>
      {children}
    </section>
  );
}

function StateCard({ state, word, children }: { state: ProofState; word: string; children: ReactNode }) {
  return (
    <div className="flex gap-4 rounded-xl border border-line bg-raised p-5">
      <ProofGlyph state={state} length={22} className="h-18" />
      <div>
        <h3 className={classNames('font-semibold', proofColors[state])}>{word}</h3>
        <p className="mt-1.5 text-muted">{children}</p>
      </div>
    </div>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="font-semibold">{term}</dt>
      <dd className="mt-1 max-w-prose text-muted">{children}</dd>
    </div>
  );
}
