import { z } from 'zod';

/** What a person may send about an account. Safe in the browser. */

/** The longest name of a person's own, in characters. */
const longestName = 60;

const accountId = z.uuid();

/** An empty name takes the person's own away: the bank's stands again. */
export const renameAccountInput = z.object({
  accountId,
  name: z
    .string()
    .trim()
    .max(longestName, `Use ${longestName} characters at most.`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
    .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/, 'A name cannot hold line breaks or control characters.'),
});
export type RenameAccountInput = z.infer<typeof renameAccountInput>;

/** A form sends `true` or `false` as text. */
export const setInNetWorthInput = z.object({ accountId, inNetWorth: z.union([z.boolean(), z.stringbool()]) });
export type SetInNetWorthInput = z.output<typeof setInNetWorthInput>;
