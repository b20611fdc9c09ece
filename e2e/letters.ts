import { expect } from 'playwright/test';
import type { Bank, Letter } from './bank.ts';

/** Waits for a letter: the app promises it in a job, so it comes a moment after the page that says so. */
export async function untilLetter(bank: Bank, to: string, subject: string): Promise<Letter> {
  let found: Letter | undefined;
  await expect
    .poll(
      async () => {
        found = (await bank.letters(to)).find((letter) => letter.subject === subject);
        return found?.subject;
      },
      { message: `a letter "${subject}"` },
    )
    .toBe(subject);
  if (!found) throw new Error('unreachable');
  return found;
}

/** The address that a letter leads to. */
export function linkIn(letter: Letter): string {
  const link = /https?:\/\/\S+/.exec(letter.text)?.[0];
  if (!link) throw new Error(`No address in the letter:\n${letter.text}`);
  return link;
}
