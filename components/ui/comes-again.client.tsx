'use client';

import { createContext, type ReactNode, useContext } from 'react';

const Context = createContext(false);

/** Around what a browser without script will ask for once more: what only such a browser needs is left out of it here. */
export function ComesAgain({ children }: { children: ReactNode }) {
  return <Context value={true}>{children}</Context>;
}

/** Whether a browser without script asks for this once more. */
export function useComesAgain(): boolean {
  return useContext(Context);
}
