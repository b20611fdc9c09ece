import type { ReactNode } from 'react';
import { Notice } from '#components/ui/notice.tsx';
import type { FormState } from './form-state.ts';
import { SignInAgain } from './sign-in-again.client.tsx';
import { type Problem, problemWords } from './words.ts';

/** What went wrong with the last try of a form, above its fields; nothing when nothing did. */
export function ProblemNotice({
  state,
  own,
  action,
}: {
  state: FormState<unknown>;
  /** the page's own words for codes */
  own?: Record<string, Problem>;
  /** a way out, by code; whoever is signed out has one in any case */
  action?: Record<string, ReactNode>;
}) {
  const problem = problemWords(state, own);
  if (!problem || state.ok !== false) return null;
  const way = action?.[state.code] ?? (state.code === 'signed-out' ? <SignInAgain inNewTab /> : null);
  return (
    <Notice tone="error" title={problem.title} live {...(way ? { action: way } : {})}>
      {problem.text}
    </Notice>
  );
}
