'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { ProofGlyph } from '#components/proof-glyph.tsx';
import { HideAmounts } from './hide-amounts.client.tsx';
import { NavLink } from './nav-link.client.tsx';
import { places } from './places.tsx';

// The shell is the same on every page and needs nothing of the server but a name: as components of the browser its markup
// travels once, and not a second time as data.

/** The name of the house with its plumb line. */
function Brand() {
  return (
    <Link href="/overview" className="inline-flex items-center gap-2 rounded-md text-lg font-semibold tracking-tight">
      <ProofGlyph state="proven" length={9} className="h-6" />
      <span className="md:max-lg:sr-only">Plumb</span>
    </Link>
  );
}

const item =
  'flex min-h-11 items-center gap-3 rounded-lg px-3 py-1.5 text-muted hover:bg-sunken hover:text-ink md:max-lg:justify-center md:max-lg:px-0 lg:min-h-9 aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink';

/** The left rail: places, the accounts with their balances, and at the foot who is signed in. Icons alone at middle width. */
export function Rail({ person, accounts }: { person: string; accounts: ReactNode }) {
  return (
    <header className="sticky top-(--sticky-top) hidden h-[calc(100dvh-var(--sticky-top))] shrink-0 flex-col border-r border-line md:flex md:w-16 lg:w-64 print:hidden">
      <div className="flex h-16 shrink-0 items-center justify-between px-4 md:max-lg:justify-center md:max-lg:px-0 lg:pl-6">
        <Brand />
        <HideAmounts className="max-lg:hidden" />
      </div>
      <nav aria-label="Main" className="grid gap-0.5 px-3 md:max-lg:px-2">
        {places.slice(0, -1).map((place) => (
          <NavLink key={place.href} href={place.href} title={place.label} className={item}>
            {place.icon}
            <span className="md:max-lg:sr-only">{place.label}</span>
          </NavLink>
        ))}
      </nav>
      <div className="min-h-0 flex-1 overflow-y-auto px-3 pt-4 max-lg:invisible">{accounts}</div>
      <div className="grid gap-0.5 border-t border-line p-3 md:max-lg:px-2">
        <HideAmounts className="justify-self-center lg:hidden" />
        {places.slice(-1).map((place) => (
          <NavLink key={place.href} href={place.href} title={place.label} className={item}>
            {place.icon}
            <span className="min-w-0 md:max-lg:sr-only">
              <span className="block">{place.label}</span>
              <span className="block truncate text-xs font-normal text-muted">{person}</span>
            </span>
          </NavLink>
        ))}
      </div>
    </header>
  );
}

/** The bar at the foot of a phone's screen. */
export function BottomBar() {
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-t border-line bg-raised pb-[env(safe-area-inset-bottom)] md:hidden print:hidden"
    >
      {places.map((place) => (
        <NavLink
          key={place.href}
          href={place.href}
          className="flex min-h-14 flex-col items-center justify-center gap-0.5 text-[0.6875rem] text-muted aria-[current=page]:font-semibold aria-[current=page]:text-accent"
        >
          {place.icon}
          {place.label}
        </NavLink>
      ))}
    </nav>
  );
}

/** The head of a phone's screen. */
export function TopBar() {
  return (
    <header className="flex h-14 items-center justify-between border-b border-line px-4 md:hidden print:hidden">
      <Brand />
      <HideAmounts />
    </header>
  );
}
