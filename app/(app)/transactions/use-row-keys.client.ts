'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { isTyping } from '../_shell/is-typing.ts';
import type { Line } from './lines.ts';

/** `j` and `k` go from row to row, `Enter` opens (it is a link); with the drawer open they go on to the next row's. */
export function useRowKeys({
  lines,
  list,
  scrollTo,
  openId,
  open,
}: {
  lines: readonly Line[];
  list: RefObject<HTMLOListElement | null>;
  scrollTo: (index: number) => void;
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
      const current = openId ?? wanted.current ?? target?.dataset.row ?? null;
      const index = nextRow(lines, current, event.key === 'j' ? 1 : -1);
      const line = lines[index];
      if (line?.kind !== 'row') return;
      scrollTo(index);
      if (openId) return open(line.key);
      wanted.current = line.key;
      list.current?.querySelector<HTMLElement>(`[data-row="${line.key}"]`)?.focus({ preventScroll: true });
      if (document.activeElement instanceof HTMLElement && document.activeElement.dataset.row === line.key)
        wanted.current = null;
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [lines, list, scrollTo, openId, open]);
}

/** The index of the row after (1) or before (-1) a row; the first row when there is no current one. */
export function nextRow(lines: readonly Line[], current: string | null, step: 1 | -1): number {
  const from = current === null ? -1 : lines.findIndex((line) => line.key === current);
  if (from === -1) return lines.findIndex((line) => line.kind === 'row');
  for (let i = from + step; i >= 0 && i < lines.length; i += step) if (lines[i]?.kind === 'row') return i;
  return from;
}
