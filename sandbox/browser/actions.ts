import { z } from 'zod';

const text = z.string().max(200);
const accountKeys = z.array(z.string().max(200)).max(100);

/** What the dialog's frame may ask for; one per control on its panes. */
export const frameActionSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('agree') }),
  z.object({ type: z.literal('choose_institution'), institution: text }),
  z.object({ type: z.literal('sign_in'), username: text, password: text }),
  z.object({ type: z.literal('choose_mfa_option'), option: text }),
  z.object({ type: z.literal('enter_code'), code: text }),
  z.object({ type: z.literal('confirm_mfa') }),
  z.object({ type: z.literal('answer_question'), answer: text }),
  z.object({ type: z.literal('choose_accounts'), accounts: accountKeys }),
  z.object({ type: z.literal('save_with_link'), phone: text }),
  z.object({ type: z.literal('enter_link_code'), code: text }),
  z.object({ type: z.literal('skip_link') }),
  z.object({ type: z.literal('enter_manually') }),
  z.object({ type: z.literal('enter_numbers'), routing_number: text, account_number: text }),
  z.object({ type: z.literal('back') }),
  z.object({ type: z.literal('cancel') }),
]);

/** What the bank's own window may ask for, while the dialog waits for it. */
export const bankActionSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('bank_sign_in'), username: text, password: text }),
  z.object({ type: z.literal('bank_allow'), accounts: accountKeys }),
  z.object({ type: z.literal('bank_deny') }),
]);

export type FrameAction = z.infer<typeof frameActionSchema>;
export type BankAction = z.infer<typeof bankActionSchema>;
