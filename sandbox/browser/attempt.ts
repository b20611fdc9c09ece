import type { BankAccount, Institution } from '#sandbox/people/types.ts';

/** The pane a person stands at. `done`, `failed` and `cancelled` are ends: nothing moves an attempt away from them. */
export type Step =
  | 'consent'
  | 'institutions'
  | 'manual_entry'
  | 'down'
  | 'credentials'
  | 'oauth'
  | 'mfa_options'
  | 'mfa_code'
  | 'mfa_confirm'
  | 'mfa_question'
  | 'accounts'
  | 'no_accounts'
  | 'link_offer'
  | 'link_code'
  | 'done'
  | 'failed'
  | 'cancelled';

/** What was wrong with the last answer; shown beside the field it belongs to. */
export type Problem =
  | 'username_missing'
  | 'password_missing'
  | 'login_incorrect'
  | 'code_not_six_digits'
  | 'answer_missing'
  | 'nothing_chosen'
  | 'too_many_chosen'
  | 'none_can_pay'
  | 'phone_incomplete'
  | 'bank_access_denied'
  | 'routing_number_wrong'
  | 'account_number_wrong'
  | 'begun_again';

/** One person's way through the dialog. Plain data; it never holds a password, a code, an answer or an account number. */
export type Attempt = {
  step: Step;
  institution: string | null;
  username: string | null;
  /** The chosen way to receive a code, one of `mfaOptions`. */
  mfaOption: string | null;
  /** Keys of the bank accounts that this login may link. */
  offered: string[];
  /** Keys of the bank accounts to link. */
  chosen: string[];
  /** Digits of the phone number to save with, while its code is awaited and afterwards. */
  linkPhone: string | null;
  /** Last digits of an account whose numbers were typed in. */
  typedEnding: string | null;
  problem: Problem | null;
};

/** What the page wants of the attempt: accounts, or a token for one that can be paid to or debited. */
export type Purpose = 'accounts' | 'token';

/** What the flow has to know about the bank's side and the session. */
export type FlowBank = {
  /** Most accounts that the session may link; null = no limit. */
  limit: number | null;
  /** Whether account numbers may be typed in place of signing in. */
  offersManualEntry: boolean;
  findInstitution(key: string): Institution | undefined;
  /** Accounts which this login sees, after the session's filters. */
  accountsAt(institution: string, username: string): BankAccount[];
  /** Whether a choice contains an account that can pay, where the session wants at least one. */
  canPay(accounts: string[]): boolean;
  /** Whether the bank is out of reach at this moment, besides those that always are. */
  isDown(institution: string): boolean;
};

/** Ways to receive a code, offered after the password `options`. */
export const mfaOptions = [
  { key: 'text', label: 'Text message', detail: 'to the number ending in 89' },
  { key: 'email', label: 'E-mail', detail: 'to p•••@example.com' },
  { key: 'call', label: 'Phone call', detail: 'to the number ending in 89' },
] as const;

export function beginAttempt(): Attempt {
  return {
    step: 'consent',
    institution: null,
    username: null,
    mfaOption: null,
    offered: [],
    chosen: [],
    linkPhone: null,
    typedEnding: null,
    problem: null,
  };
}

/** Whether the bank's own window lets the person choose accounts; "Test (OAuth)" leaves that to the dialog. */
export function choosesAtBank(institution: Institution): boolean {
  return institution.flow === 'oauth' && institution.key !== 'test_oauth';
}

/** Whether leaving now throws away a sign-in, so that the dialog asks first. */
export function asksBeforeLeaving(attempt: Attempt): boolean {
  return attempt.username !== null && !isEnded(attempt);
}

export function isEnded(attempt: Attempt): boolean {
  return attempt.step === 'done' || attempt.step === 'failed' || attempt.step === 'cancelled';
}

/** The pane that "Back" leads to, or null where there is none. */
export function stepBefore(attempt: Attempt): Step | null {
  switch (attempt.step) {
    case 'institutions':
      return 'consent';
    case 'manual_entry':
    case 'credentials':
    case 'oauth':
    case 'down':
    case 'accounts':
    case 'no_accounts':
      return 'institutions';
    case 'mfa_options':
    case 'mfa_confirm':
    case 'mfa_question':
      return 'credentials';
    case 'mfa_code':
      return attempt.mfaOption ? 'mfa_options' : 'credentials';
    case 'link_offer':
      return 'accounts';
    case 'link_code':
      return 'link_offer';
    default:
      return null;
  }
}
