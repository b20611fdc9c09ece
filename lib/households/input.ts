import { z } from 'zod';
import { nameField } from '#lib/auth/input.ts';
import { parseTimeZone } from './time-zone.ts';

const timeZoneField = z
  .string()
  .refine((text) => parseTimeZone(text) !== null, 'Choose a time zone from the list.')
  .transform((text) => parseTimeZone(text) ?? text);

export const nameInput = z.object({ name: nameField });

export const timeZoneInput = z.object({ timeZone: timeZoneField });

/** A checkbox that is off is not sent at all. */
const checkbox = z.union([z.boolean(), z.literal('on').transform(() => true)]).default(false);

export const sightInput = z.object({ theme: z.enum(['system', 'light', 'dark']), hideAmounts: checkbox });

/** What has to be typed before everything is deleted. */
export const erasePhrase = 'delete my data';

export const eraseInput = z.object({
  phrase: z
    .string()
    .transform((text) => text.trim().toLowerCase().replace(/\s+/g, ' '))
    .refine((text) => text === erasePhrase, `Type “${erasePhrase}” to confirm.`),
});
