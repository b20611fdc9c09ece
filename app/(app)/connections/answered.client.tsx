'use client';

import { useEffect, useRef, useState } from 'react';

/** Says that a question has been answered when its card goes, and takes the focus that would be lost with it. */
export function Answered({ open }: { open: readonly string[] }) {
  const [asked, setAsked] = useState(open);
  const isNew = (id: string) => !asked.includes(id);
  if (open.some(isNew)) setAsked([...asked, ...open.filter(isNew)]);
  const answered = asked.filter((id) => !open.includes(id)).length;
  const words = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (answered > 0 && document.activeElement === document.body) words.current?.focus();
  }, [answered]);
  return (
    <p ref={words} role="status" tabIndex={-1} className="mb-4 text-muted empty:m-0">
      {answered > 0 ? 'Answered. What it means stands with the accounts below.' : null}
    </p>
  );
}
