'use client';

import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { toggleAmounts } from './hide-amounts.client.tsx';
import { isTyping } from './is-typing.ts';
import { places } from './places.tsx';

/** Keys of single pages, listed here so that one list shows all of them. */
const pageKeys = [
  ['/', 'Search transactions'],
  ['j', 'Next row'],
  ['k', 'Previous row'],
  ['Enter', 'Open the row'],
  ['Esc', 'Back'],
] as const;

/** How long `g` waits for the letter that follows, in milliseconds. */
const waitMs = 1200;

/** The keys that work on every page, and the list of all keys behind `?`. Typing is never stolen. */
export function Keys() {
  const list = useRef<HTMLDialogElement>(null);
  const [wasAsked, setWasAsked] = useState(false);
  const before = useRef<{ key: string; at: number }>({ key: '', at: 0 });

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const isSecond = before.current.key === 'g' && event.timeStamp - before.current.at < waitMs;
      const jump = isSecond ? places.find((one) => one.key === event.key) : undefined;
      before.current = { key: isSecond ? '' : event.key, at: event.timeStamp };
      if (jump) {
        event.preventDefault();
        // As a click does, which is heard by whoever keeps the page where there is no way to another one.
        document.querySelector<HTMLElement>(`nav a[href="${jump.href}"]`)?.click();
      } else if (event.key === '.') toggleAmounts();
      else if (event.key === '?') {
        flushSync(() => setWasAsked(true));
        list.current?.showModal();
      }
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  return (
    <dialog
      ref={list}
      aria-labelledby="keys-title"
      className="m-auto w-[min(24rem,calc(100vw-2rem))] rounded-2xl border border-line bg-raised p-5 text-ink shadow-floating backdrop:bg-shade"
    >
      {wasAsked ? <KeyList /> : null}
    </dialog>
  );
}

function KeyList() {
  return (
    <>
      <h2 id="keys-title" className="mb-3 text-lg font-semibold tracking-tight">
        Keys
      </h2>
      <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-2">
        {places.map(({ key, label }) => (
          <Row key={key} keys={['g', key]} label={label} />
        ))}
        <Row keys={['.']} label="Hide or show amounts" />
        {pageKeys.map(([key, label]) => (
          <Row key={key} keys={[key]} label={label} />
        ))}
        <Row keys={['?']} label="This list" />
      </dl>
      <form method="dialog" className="mt-5">
        <button type="submit" className="min-h-11 w-full rounded-lg border border-edge/60 font-medium hover:border-ink">
          Close
        </button>
      </form>
    </>
  );
}

function Row({ keys, label }: { keys: readonly string[]; label: string }) {
  return (
    <>
      <dt className="flex gap-1">
        {keys.map((key) => (
          <kbd
            key={key}
            className="min-w-6 rounded-md border border-line-strong bg-sunken px-1.5 text-center font-sans text-sm"
          >
            {key}
          </kbd>
        ))}
      </dt>
      <dd className="text-muted">{label}</dd>
    </>
  );
}
