'use client';

import { createContext, type ReactNode, useContext } from 'react';

const Context = createContext(false);

/**
 * Around what may come to a browser without script once more, whole: when it does, what only such a browser needs is left out
 * of it here. It stands there in either case, so that a renewed page is the same tree and keeps what was opened and typed.
 */
export function ComesAgain({ does, children }: { does: boolean; children: ReactNode }) {
  return <Context value={does}>{children}</Context>;
}

/** Whether a browser without script asks for this once more. */
export function useComesAgain(): boolean {
  return useContext(Context);
}
