import type { ReactNode } from 'react';
import { Beside, OnceMoreWhole } from '#app/_shared/arriving.tsx';
import { requireVisit } from '#app/_shared/viewer.ts';
import { env } from '#lib/env.ts';
import { DemoBanner } from './_shell/demo-banner.tsx';
import { FollowTime } from './_shell/follow-time.client.tsx';
import { Keys } from './_shell/keys.client.tsx';
import { BottomBar, Rail, TopBar } from './_shell/rail.client.tsx';
import { RailAccounts } from './_shell/rail-accounts.tsx';
import { RenewalProvider } from './_shell/renewal.client.tsx';
import { StayHere } from './_shell/stay-here.client.tsx';

/** The shell around every page of a signed-in person. It shows; each page asks for itself who is there. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const { viewer } = await requireVisit();
  return (
    <RenewalProvider>
      <OnceMoreWhole />
      <div className={viewer.isDemo ? '[--sticky-top:0px] md:[--sticky-top:2.5rem]' : '[--sticky-top:0px]'}>
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-60 focus:rounded-lg focus:bg-accent focus:px-4 focus:py-2.5 focus:text-accent-ink"
        >
          Skip to the page
        </a>
        {viewer.isDemo ? <DemoBanner /> : null}
        <div className="flex">
          <Rail
            person={viewer.isDemo ? 'Demo' : viewer.name}
            accounts={
              <Beside>
                <RailAccounts />
              </Beside>
            }
          />
          <div className="min-w-0 flex-1 pb-[calc(4rem+env(safe-area-inset-bottom))] md:pb-0">
            <TopBar />
            <main
              id="main"
              tabIndex={-1}
              className="mx-auto w-full max-w-6xl px-4 pt-5 pb-12 outline-none md:px-6 md:pt-7 xl:px-8"
            >
              {children}
            </main>
          </div>
        </div>
        <BottomBar />
        <Keys />
        <StayHere />
        <FollowTime everyMs={env().RENEW_EVERY_SECONDS * 1000} />
      </div>
    </RenewalProvider>
  );
}
