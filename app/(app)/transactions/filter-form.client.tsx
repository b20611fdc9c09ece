'use client';

import { createContext, type FormEvent, type ReactNode, useContext } from 'react';
import { useAskedWay } from './use-asked-way.client.ts';

type Way = Pick<ReturnType<typeof useAskedWay>, 'go' | 'forget'>;

const WayContext = createContext<Way | null>(null);

/**
 * The form whose answer is an address. Empty fields stay out of it: an address with them is answered with another one, and
 * on the way there the page is made anew, without the focus and with the filters folded away.
 */
export function FilterForm({ children }: { children: ReactNode }) {
  const { go, forget, isAway } = useAskedWay();
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const filled = [...new FormData(event.currentTarget)].filter(([, value]) => value !== '');
    go('push', new URLSearchParams(filled as [string, string][]));
  }
  return (
    <WayContext value={{ go, forget }}>
      <form action="/transactions" onSubmit={onSubmit}>
        {children}
        <p role="status" className="mt-2 text-sm font-medium text-unexplained empty:hidden">
          {isAway
            ? 'Plumb cannot be reached. What is shown stays; your search is made as soon as Plumb answers.'
            : null}
        </p>
      </form>
    </WayContext>
  );
}

/** The way that the form and what is typed in it take. */
export function useFilterWay(): Way {
  const way = useContext(WayContext);
  if (!way) throw new Error('Only within a FilterForm');
  return way;
}
