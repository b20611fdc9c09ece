'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { isTyping } from '../_shell/is-typing.ts';
import { type Line, nextRow } from './lines.ts';
import { lineAround } from './use-virtual-lines.client.ts';

/**
 * `j` and `k` go from row to row, `Enter` opens (it is a link); with the drawer open they go on to the next row's. They go on
 * from the line with the focus, and from where one has scrolled to when that is out of sight.
 */
export function useRowKeys({
  lines,
  list,
  scrollTo,
  inSight,
  openId,
  open,
}: {
  lines: readonly Line[];
  list: RefObject<HTMLOListElement | null>;
  scrollTo: (index: number) => void;
  inSight: () => { first: number; last: number };
  openId: string | null;
  open: (id: string | null) => void;
}) {
  const wanted = useRef<string | null>(null);

  // After every render: the row to be focused may just have come into the page.
  useEffect(() => {
    if (wanted.current === null) return;
    const link = list.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    if (!link) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  });

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if ((event.key !== 'j' && event.key !== 'k') || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (isTyping(target)) return;
      event.preventDefault();
      const placed = openId ?? wanted.current;
      const current = placed ?? (list.current?.contains(target) ? lineAround(target) : null);
      const at = current === null ? -1 : lines.findIndex((line) => line.key === current);
      const { first, last } = inSight();
      const isThere = at !== -1 && (placed !== null || (at >= first && at <= last));
      const index = nextRow(lines, isThere ? at : null, event.key === 'j' ? 1 : -1, first);
      const line = index === null ? undefined : lines[index];
      if (index === null || line?.kind !== 'row') return;
      scrollTo(index);
      if (openId) return open(line.key);
      wanted.current = line.key;
      list.current?.querySelector<HTMLElement>(`[data-row="${line.key}"]`)?.focus({ preventScroll: true });
      if (document.activeElement instanceof HTMLElement && document.activeElement.dataset.row === line.key)
        wanted.current = null;
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [lines, list, scrollTo, inSight, openId, open]);
}
