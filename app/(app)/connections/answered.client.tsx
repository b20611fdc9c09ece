'use client';

import { useEffect, useRef, useState } from 'react';

/**
 * Says what came of a question when its card goes, and takes the focus that would be lost with it. `answered` has the words
 * for every question that was answered; said are those that stood open here.
 */
export function Answered({
  open,
  answered,
}: {
  open: readonly string[];
  answered: readonly { id: string; words: string }[];
}) {
  const [asked, setAsked] = useState(open);
  const isNew = (id: string) => !asked.includes(id);
  if (open.some(isNew)) setAsked([...asked, ...open.filter(isNew)]);
  const told = answered.filter(({ id }) => asked.includes(id) && !open.includes(id));
  const words = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (told.length > 0 && document.activeElement === document.body) words.current?.focus();
  }, [told.length]);
  return (
    <div ref={words} role="status" tabIndex={-1} className="mb-4 grid gap-1 empty:m-0">
      {told.length > 0 ? <p className="text-muted">Answered.</p> : null}
      {told.map(({ id, words: what }) => (
        <p key={id}>{what}</p>
      ))}
    </div>
  );
}
