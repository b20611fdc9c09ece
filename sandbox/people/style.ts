import type { Chance } from '#sandbox/people/chance.ts';
import type { Channel } from '#sandbox/people/channels.ts';
import { partsOf } from '#sandbox/people/days.ts';

/** What a text is written from, besides the channel. */
export type Facts = {
  /** The day of the transaction, as numbers. */
  day: number;
  /** Money into the account. */
  incoming: boolean;
  last4: string;
  draw: Chance;
};

/** The text of a posted row, and of the pending one when it reads differently. */
export type Text = { posted: string; pending: string | null };

export type Style = {
  /** Characters that this bank keeps of a card descriptor: 22 to 25. */
  descriptorLimit: number;
  /** Characters that this bank keeps of any text. */
  textLimit: number;
  write(channel: Channel, facts: Facts): string | Text;
};

/** The first `limit` characters, without blanks at the ends. */
export function cut(text: string, limit: number): string {
  return text.slice(0, limit).trim();
}

/** `11<separator>04`, or with the year `11/04/26`. */
export function monthAndDate(day: number, separator: string, year: 'with year' | 'no year' = 'no year'): string {
  const parts = partsOf(day);
  const two = (n: number): string => n.toString().padStart(2, '0');
  const text = `${two(parts.month)}${separator}${two(parts.date)}`;
  return year === 'with year' ? `${text}${separator}${two(parts.year % 100)}` : text;
}

/** `261104`: how ACH descriptive dates read. */
export function achDate(day: number): string {
  const { year } = partsOf(day);
  return `${(year % 100).toString().padStart(2, '0')}${monthAndDate(day, '')}`;
}
