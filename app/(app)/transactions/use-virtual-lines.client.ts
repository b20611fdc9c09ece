'use client';

import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { heights, type Line } from './lines.ts';

const wide = '(min-width: 48rem)';
/** How many lines before the end older ones are fetched. */
const nearEnd = 40;

/**
 * Keeps only the lines near the window in the page, scrolled with the page itself; the head of the day one is in stays at
 * the top. Not live before the browser has measured: until then all lines of the first page stand in the flow, at the same
 * heights, so that nothing jumps.
 */
export function useVirtualLines({
  lines,
  list,
  onNearEnd,
}: {
  lines: readonly Line[];
  list: RefObject<HTMLOListElement | null>;
  onNearEnd: () => void;
}) {
  const [isLive, setLive] = useState(false);
  const [isWide, setWide] = useState(false);
  const [margin, setMargin] = useState(0);
  const sticky = useRef(0);
  const heads = useMemo(() => lines.flatMap((line, i) => (line.kind === 'row' ? [] : [i])), [lines]);

  useLayoutEffect(() => {
    const query = window.matchMedia(wide);
    const measure = () => {
      setWide(query.matches);
      setMargin((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    };
    measure();
    setLive(true);
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [list]);

  const virtualizer = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (index) => heights[isWide ? 'wide' : 'narrow'][lines[index]?.kind ?? 'row'],
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 14,
    scrollMargin: margin,
    rangeExtractor: useCallback(
      (range: Range) => {
        sticky.current = heads.findLast((index) => index <= range.startIndex) ?? 0;
        return [...new Set([sticky.current, ...defaultRangeExtractor(range)])].sort((a, b) => a - b);
      },
      [heads],
    ),
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: other heights make every place stale
  useEffect(() => virtualizer.measure(), [isWide, virtualizer]);

  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (isLive && last >= lines.length - nearEnd) onNearEnd();
  }, [isLive, last, lines.length, onNearEnd]);

  const scrollTo = useCallback((index: number) => virtualizer.scrollToIndex(index, { align: 'auto' }), [virtualizer]);
  return {
    isLive,
    height: virtualizer.getTotalSize(),
    items: items.map((item) => ({
      index: item.index,
      style: (heads.includes(item.index) && item.index === sticky.current
        ? { position: 'sticky', top: 'var(--sticky-top)' }
        : {
            position: 'absolute',
            top: 0,
            left: 0,
            right: 0,
            transform: `translateY(${item.start - margin}px)`,
          }) as CSSProperties,
    })),
    scrollTo,
  };
}
