'use client';

import { useRouter } from 'next/navigation';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useTransition,
} from 'react';
import { canMakePage } from '#app/_shared/can-make-page.ts';
import { isUnsent } from './is-unsent.ts';

type Renewal = {
  /** from the moment it is begun until it is on the screen */
  readonly isRenewing: boolean;
  /** Begins one, unless one is under way or something unsent would be lost by it; says whether it did. */
  readonly renew: () => boolean;
  /** since one was begun, or the page came */
  readonly sinceRenewedMs: () => number;
};

const RenewalContext = createContext<Renewal | null>(null);

/**
 * The one way in which what a page shows is renewed from the server, without a reload: one after the other, for one begun
 * before the last is on the screen would keep that from ever getting there.
 */
export function RenewalProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const [isRefreshing, startRefreshing] = useTransition();
  const isRenewing = isAsking || isRefreshing;
  const isAsked = useRef(false);
  const begunAtMs = useRef(0);

  useEffect(() => {
    begunAtMs.current = performance.now();
  }, []);

  const renew = useCallback(() => {
    if (isAsked.current || isRefreshing || isUnsent()) return false;
    isAsked.current = true;
    begunAtMs.current = performance.now();
    setAsking(true);
    // Outside of the transition: everything else that is under way in one would wait for the answer.
    canMakePage().then((can) => {
      isAsked.current = false;
      setAsking(false);
      if (can && !isUnsent()) startRefreshing(() => router.refresh());
    });
    return true;
  }, [router, isRefreshing]);
  const sinceRenewedMs = useCallback(() => performance.now() - begunAtMs.current, []);
  const renewal = useMemo(() => ({ isRenewing, renew, sinceRenewedMs }), [isRenewing, renew, sinceRenewedMs]);
  return <RenewalContext value={renewal}>{children}</RenewalContext>;
}

export function useRenewal(): Renewal {
  const renewal = useContext(RenewalContext);
  if (!renewal) throw new Error('Only within a RenewalProvider');
  return renewal;
}
