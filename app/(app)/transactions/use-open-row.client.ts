'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { type RefObject, useCallback, useEffect, useRef } from 'react';

/**
 * Which row's drawer is open: it stands in the address, so that it can be sent, and Back closes it.
 * Links to a row within `list` open the drawer without a new page; with a modifier key they open as any other link.
 */
export function useOpenRow(list: RefObject<HTMLElement | null>) {
  const path = usePathname();
  const search = useSearchParams();
  const openId = search.get('row');
  const wasPushed = useRef(false);
  const lastId = useRef(openId);
  useEffect(() => {
    if (openId !== null) lastId.current = openId;
  }, [openId]);

  /** The link of the row that was shown last, where the list has it. */
  const lastShown = useCallback(
    () => list.current?.querySelector<HTMLElement>(`[data-row="${lastId.current}"]`) ?? null,
    [list],
  );

  const open = useCallback(
    (id: string | null) => {
      if (!id) return;
      const params = new URLSearchParams(search);
      const isMove = params.has('row');
      params.set('row', id);
      if (isMove) window.history.replaceState(null, '', `${path}?${params}`);
      else {
        window.history.pushState(null, '', `${path}?${params}`);
        wasPushed.current = true;
      }
    },
    [path, search],
  );

  const close = useCallback(() => {
    if (wasPushed.current) {
      wasPushed.current = false;
      window.history.back();
      return;
    }
    const params = new URLSearchParams(search);
    params.delete('row');
    window.history.replaceState(null, '', params.size > 0 ? `${path}?${params}` : path);
  }, [path, search]);

  useEffect(() => {
    const element = list.current;
    function onClick(event: MouseEvent) {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
      const id = link && new URL(link.href).searchParams.get('row');
      if (!id || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      open(id);
    }
    element?.addEventListener('click', onClick);
    return () => element?.removeEventListener('click', onClick);
  }, [list, open]);

  return { openId, open, close, lastShown };
}
