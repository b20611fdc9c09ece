'use client';

import Link from 'next/link';
import { type ToggleEvent, useEffect, useId, useRef, useState } from 'react';
import { type AmountText, Digits } from './figure-digits.tsx';
import { classNames } from './ui/class-names.ts';
import { useComesAgain } from './ui/comes-again.client.tsx';

/** What stands in the popover of a figure: words and finished characters, no amounts. */
export type ExplainedWords = {
  title: string;
  /** what adds up, each with the way to what explains it in turn */
  parts?: readonly { label: string; text: AmountText; data: string; href: string | null }[];
  /** the line under the parts */
  result?: { label: string; text: AmountText };
  /** facts without amounts */
  facts?: readonly { label: string; value: string }[];
  note?: string;
  link?: { href: string; words: string };
};

type ExplainedProps = {
  text: AmountText;
  className: string;
  data: string;
  label: string | undefined;
  words: ExplainedWords;
};

/**
 * A figure with the browser's own popover behind it. What stands in it is made when it opens: a page has dozens. The popover
 * opens without script too, so its words are there for a browser without any.
 */
export function Explained({ text, className, data, label, words }: ExplainedProps) {
  const id = useId();
  const comesAgain = useComesAgain();
  const [isOpen, setOpen] = useState(false);
  const popover = useRef<HTMLSpanElement>(null);
  // It may have been opened before there was anybody to hear of it.
  useEffect(() => {
    if (popover.current?.matches(':popover-open')) setOpen(true);
  }, []);
  return (
    <>
      <button type="button" popoverTarget={id} className={classNames('text-left', className)} data-money={data}>
        {label ? <span className="sr-only">{label}: </span> : null}
        <Digits text={text} />
      </button>
      <span
        ref={popover}
        id={id}
        popover="auto"
        className="explain"
        onBeforeToggle={(event: ToggleEvent<HTMLElement>) => setOpen(event.newState === 'open')}
      >
        {isOpen ? <Words words={words} onFollow={() => popover.current?.hidePopover()} /> : null}
        {isOpen || comesAgain ? null : (
          <noscript>
            <Words words={words} onFollow={nothing} />
          </noscript>
        )}
      </span>
    </>
  );
}

/** Without script nothing follows a link but the browser. */
const nothing = () => {};

/** `onFollow`: a link in it is followed, perhaps on this very page. */
function Words({ words, onFollow }: { words: ExplainedWords; onFollow: () => void }) {
  const { title, parts = [], result, facts = [], note, link } = words;
  return (
    <span className="grid gap-1.5">
      <span className="font-medium">{title}</span>
      {parts.length > 0 ? (
        <span className="grid max-h-[50dvh] gap-1 overflow-y-auto">
          {parts.map((part) => (
            <span key={part.label + part.href} className="flex items-baseline justify-between gap-6">
              <span className="min-w-0 break-words text-muted">{part.label}</span>
              <Part part={part} onFollow={onFollow} />
            </span>
          ))}
        </span>
      ) : null}
      {facts.map((fact) => (
        <span key={fact.label} className="flex justify-between gap-6">
          <span className="text-muted">{fact.label}</span>
          <span>{fact.value}</span>
        </span>
      ))}
      {result ? (
        <span className="flex items-baseline justify-between gap-6 border-t border-line pt-1.5 font-medium">
          <span>{result.label}</span>
          <span>
            <Digits text={result.text} />
          </span>
        </span>
      ) : null}
      {note ? <span className="text-muted">{note}</span> : null}
      {link ? (
        <Link href={link.href} onClick={onFollow} className="font-medium text-accent underline underline-offset-2">
          {link.words}
        </Link>
      ) : null}
    </span>
  );
}

/** A part leads on instead of opening another popover: popovers in popovers lose the reader. */
function Part({ part, onFollow }: { part: NonNullable<ExplainedWords['parts']>[number]; onFollow: () => void }) {
  const digits = <Digits text={part.text} />;
  return part.href ? (
    <Link href={part.href} prefetch={false} onClick={onFollow} className="figure-open" data-money={part.data}>
      <span className="sr-only">{part.label}: </span>
      {digits}
    </Link>
  ) : (
    <span data-money={part.data}>{digits}</span>
  );
}
