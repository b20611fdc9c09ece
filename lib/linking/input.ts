import { z } from 'zod';

/** What a person may send about linking. Safe in the browser. */

const id = z.uuid();
const optionalPermission = z.enum(['ownership', 'payment_method']);

/** `balances` and `transactions` are the base and not a choice; the list names what is allowed besides. */
export const startLinkInput = z.discriminatedUnion('purpose', [
  z.object({ purpose: z.literal('link'), permissions: z.array(optionalPermission).max(2) }),
  z.object({ purpose: z.literal('relink'), accountId: id }),
  z.object({
    purpose: z.literal('permissions'),
    accountId: id,
    permissions: z.array(optionalPermission).min(1).max(2),
  }),
]);
export type StartLinkInput = z.infer<typeof startLinkInput>;

export const finishLinkInput = z.object({ attemptId: id });

export const answerRelinkInput = z.object({ questionId: id, answer: z.enum(['same', 'different']) });
export type AnswerRelinkInput = z.infer<typeof answerRelinkInput>;
