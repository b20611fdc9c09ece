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
import { edge, heights, type Line } from './lines.ts';

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
    // Whatever opens or folds above the list moves it, and makes the page longer or shorter.
    const observer = new ResizeObserver(measure);
    const page = list.current?.closest('main');
    if (page) observer.observe(page);
    return () => observer.disconnect();
  }, [list]);

  const virtualizer = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (index) => heights[isWide ? 'wide' : 'narrow'][lines[index]?.kind ?? 'row'],
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 14,
    scrollMargin: margin,
    scrollPaddingStart: edge,
    scrollPaddingEnd: edge,
    rangeExtractor: useCallback(
      (range: Range) => {
        sticky.current = heads.findLast((index) => index <= range.startIndex) ?? 0;
        // The line with the focus stays, wherever one scrolls: keys would otherwise begin at the top of the page again.
        const focused = list.current?.contains(document.activeElement) ? lineAround(document.activeElement) : null;
        const held = focused === null ? -1 : lines.findIndex((line) => line.key === focused);
        const kept = held === -1 ? [sticky.current] : [sticky.current, held];
        return [...new Set([...kept, ...defaultRangeExtractor(range)])].sort((a, b) => a - b);
      },
      [heads, lines, list],
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
  const inSight = useCallback(() => {
    const at = (place: number) => virtualizer.getVirtualItemForOffset(window.scrollY + place)?.index ?? 0;
    return { first: at(edge), last: at(window.innerHeight) };
  }, [virtualizer]);
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
    inSight,
  };
}

/** The key of the line in which an element stands. */
export function lineAround(element: Element | null): string | null {
  return element?.closest<HTMLElement>('[data-line]')?.dataset.line ?? null;
}
