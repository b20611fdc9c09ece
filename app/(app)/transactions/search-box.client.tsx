'use client';

import { Search } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { TextInput } from '#components/ui/field.tsx';
import { isTyping } from '../_shell/is-typing.ts';
import { useFilterWay } from './filter-form.client.tsx';

/** How long the keys rest before the list follows, in milliseconds. */
const restMs = 220;

/** Searches while one types, and keeps the text in the address; Enter works without any of it. Its key is `/`. */
export function SearchBox({ initial, className }: { initial: string; className: string }) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { go, forget: forgetWay } = useFilterWay();

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key !== '/' || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  // Whoever sends the form or follows a link is on the way to somewhere: what was typed before must not call them back.
  useEffect(() => {
    const forget = () => {
      clearTimeout(timer.current);
      forgetWay();
    };
    const onClick = (event: MouseEvent) => {
      const isLink = event.target instanceof Element && event.target.closest('a[href]') !== null;
      // One that is kept from leading anywhere is on no way.
      if (isLink && !event.defaultPrevented && !event.metaKey && !event.ctrlKey && !event.shiftKey) forget();
    };
    const form = input.current?.form;
    form?.addEventListener('submit', forget);
    // Before the list takes the clicks on its rows for itself.
    document.addEventListener('click', onClick, true);
    window.addEventListener('popstate', forget);
    return () => {
      forget();
      form?.removeEventListener('submit', forget);
      document.removeEventListener('click', onClick, true);
      window.removeEventListener('popstate', forget);
    };
  }, [forgetWay]);

  // The text may be taken off elsewhere (its chip, the Back button); what is being typed is left alone.
  useEffect(() => {
    if (input.current && input.current !== document.activeElement) input.current.value = initial;
  }, [initial]);

  function follow(text: string) {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const params = new URLSearchParams(window.location.search);
      params.delete('cursor');
      params.delete('row');
      if (text.trim()) params.set('q', text.trim());
      else params.delete('q');
      go('replace', params);
    }, restMs);
  }

  return (
    <div className={classNames('relative min-w-0', className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3 size-4.5 -translate-y-1/2 text-muted"
      />
      <TextInput
        ref={input}
        type="search"
        name="q"
        aria-label="Search words of the bank’s text"
        aria-keyshortcuts="/"
        placeholder="Search words"
        defaultValue={initial}
        autoComplete="off"
        maxLength={80}
        onChange={(event) => follow(event.currentTarget.value)}
        className="pl-9.5"
      />
    </div>
  );
}
