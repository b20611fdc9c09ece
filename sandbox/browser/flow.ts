import { isAccountNumber, isRoutingNumber } from '#sandbox/world/tokens.ts';
import type { BankAction, FrameAction } from './actions.ts';
import {
  type Attempt,
  choosesAtBank,
  type FlowBank,
  isEnded,
  mfaOptions,
  type Problem,
  type Step,
  stepBefore,
} from './attempt.ts';

/**
 * The attempt after an action. An action that does not belong to the present pane (a second click, a stale window)
 * changes nothing; a wrong answer stays at the pane with its `problem`.
 */
export function advance(attempt: Attempt, action: FrameAction | BankAction, bank: FlowBank): Attempt {
  if (isEnded(attempt)) return attempt;
  const settled: Attempt = { ...attempt, problem: null };
  switch (action.type) {
    case 'cancel':
      return { ...settled, step: 'cancelled', chosen: [] };
    case 'back':
      return goBack(settled);
    case 'agree':
      return attempt.step === 'consent' ? { ...settled, step: 'institutions' } : attempt;
    case 'choose_institution':
      return attempt.step === 'institutions' ? chooseInstitution(settled, action.institution, bank) : attempt;
    case 'sign_in':
      return attempt.step === 'credentials' ? signIn(settled, action, bank) : attempt;
    case 'choose_mfa_option':
      return attempt.step === 'mfa_options' ? chooseMfaOption(settled, action.option) : attempt;
    case 'enter_code':
      if (attempt.step !== 'mfa_code') return attempt;
      return isSixDigits(action.code) ? offerAccounts(settled, bank) : { ...settled, problem: 'code_not_six_digits' };
    case 'confirm_mfa':
      return attempt.step === 'mfa_confirm' ? offerAccounts(settled, bank) : attempt;
    case 'answer_question':
      if (attempt.step !== 'mfa_question') return attempt;
      return action.answer.trim() ? offerAccounts(settled, bank) : { ...settled, problem: 'answer_missing' };
    case 'choose_accounts':
      return attempt.step === 'accounts' ? chooseAccounts(settled, action.accounts, bank) : attempt;
    default:
      return advanceAside(attempt, settled, action, bank);
  }
}

/** The panes that stand beside the main way: the offer of Link, and the bank's own window. */
function advanceAside(
  attempt: Attempt,
  settled: Attempt,
  action: Exclude<FrameAction | BankAction, { type: 'cancel' | 'back' }>,
  bank: FlowBank,
): Attempt {
  switch (action.type) {
    case 'skip_link':
      if (attempt.step !== 'link_offer' && attempt.step !== 'link_code') return attempt;
      return { ...settled, step: 'done', linkPhone: null };
    case 'save_with_link':
      return attempt.step === 'link_offer' ? saveWithLink(settled, action.phone) : attempt;
    case 'enter_link_code':
      if (attempt.step !== 'link_code') return attempt;
      return isSixDigits(action.code) ? { ...settled, step: 'done' } : { ...settled, problem: 'code_not_six_digits' };
    case 'enter_manually':
      return attempt.step === 'institutions' && bank.offersManualEntry ? { ...settled, step: 'manual_entry' } : attempt;
    case 'enter_numbers':
      return attempt.step === 'manual_entry'
        ? enterNumbers(settled, action.routing_number, action.account_number)
        : attempt;
    case 'bank_sign_in':
      return attempt.step === 'oauth' ? signInAtBank(settled, action.username, action.password, bank) : attempt;
    case 'bank_allow':
      return attempt.step === 'oauth' && attempt.username ? allowAtBank(settled, action.accounts, bank) : attempt;
    case 'bank_deny':
      return attempt.step === 'oauth' ? { ...forgetLogin(settled), problem: 'bank_access_denied' } : attempt;
    default:
      return attempt;
  }
}

function forgetLogin(attempt: Attempt): Attempt {
  return { ...attempt, username: null, mfaOption: null, offered: [], chosen: [], linkPhone: null };
}

function goBack(attempt: Attempt): Attempt {
  const before = stepBefore(attempt);
  if (!before) return attempt;
  const moved: Attempt = { ...attempt, step: before };
  if (before === 'institutions' || before === 'consent') return { ...forgetLogin(moved), institution: null };
  if (before === 'credentials') return forgetLogin(moved);
  return moved;
}

function chooseInstitution(attempt: Attempt, key: string, bank: FlowBank): Attempt {
  const institution = bank.findInstitution(key);
  if (!institution) return attempt;
  const steps = {
    credentials: 'credentials',
    oauth: 'oauth',
    down_scheduled: 'down',
    down_unscheduled: 'down',
    // This one breaks only once the person has signed in.
    down_error: 'credentials',
  } as const;
  return { ...attempt, institution: key, step: bank.isDown(key) ? 'down' : steps[institution.flow] };
}

type Login = { username: string; password: string };

function problemOfLogin({ username, password }: Login): Problem | null {
  if (!username.trim()) return 'username_missing';
  return password ? null : 'password_missing';
}

/** Stripe's test passwords, each of which leads to one step of signing in (docs.stripe.com/financial-connections/testing). */
const stepOfPassword: Readonly<Record<string, Step>> = {
  options: 'mfa_options',
  mfa: 'mfa_code',
  confirm_mfa: 'mfa_confirm',
  security_question: 'mfa_question',
  error: 'failed',
};

function signIn(attempt: Attempt, login: Login, bank: FlowBank): Attempt {
  const problem = problemOfLogin(login);
  if (problem) return { ...attempt, problem };
  const institution = attempt.institution ? bank.findInstitution(attempt.institution) : undefined;
  if (!institution) return attempt;
  if (institution.flow === 'down_error' || bank.isDown(institution.key)) return { ...attempt, step: 'down' };
  if (institution.steps && login.password === 'incorrect') return { ...attempt, problem: 'login_incorrect' };
  const signedIn: Attempt = { ...attempt, username: login.username.trim() };
  const special = institution.steps ? stepOfPassword[login.password] : undefined;
  if (special) return { ...signedIn, step: special };
  return offerAccounts(signedIn, bank);
}

function chooseMfaOption(attempt: Attempt, key: string): Attempt {
  const option = mfaOptions.find((candidate) => candidate.key === key);
  return option ? { ...attempt, mfaOption: option.key, step: 'mfa_code' } : attempt;
}

function signInAtBank(attempt: Attempt, username: string, password: string, bank: FlowBank): Attempt {
  const problem = problemOfLogin({ username, password });
  if (problem) return { ...attempt, problem };
  if (attempt.institution && bank.isDown(attempt.institution)) return { ...attempt, step: 'down' };
  return { ...attempt, username: username.trim(), offered: keysAt(attempt, username.trim(), bank) };
}

/** After the bank's window said yes. Where the session may not link just these accounts, the dialog asks which. */
function allowAtBank(attempt: Attempt, accounts: string[], bank: FlowBank): Attempt {
  const institution = attempt.institution ? bank.findInstitution(attempt.institution) : undefined;
  if (!institution) return attempt;
  if (attempt.offered.length === 0) return { ...attempt, step: 'no_accounts' };
  if (!choosesAtBank(institution)) return { ...attempt, step: 'accounts' };
  const allowed = attempt.offered.filter((key) => accounts.includes(key));
  if (allowed.length === 0) return { ...attempt, problem: 'nothing_chosen' };
  const isSettled = problemOfChoice(allowed, bank) === null;
  return {
    ...attempt,
    offered: allowed,
    chosen: isSettled ? allowed : [],
    step: isSettled ? 'link_offer' : 'accounts',
  };
}

function keysAt(attempt: Attempt, username: string, bank: FlowBank): string[] {
  return attempt.institution ? bank.accountsAt(attempt.institution, username).map((account) => account.key) : [];
}

function offerAccounts(attempt: Attempt, bank: FlowBank): Attempt {
  const offered = keysAt(attempt, attempt.username ?? '', bank);
  return { ...attempt, offered, chosen: [], step: offered.length > 0 ? 'accounts' : 'no_accounts' };
}

function chooseAccounts(attempt: Attempt, accounts: string[], bank: FlowBank): Attempt {
  const chosen = attempt.offered.filter((key) => accounts.includes(key));
  const problem = problemOfChoice(chosen, bank);
  return problem ? { ...attempt, chosen, problem } : { ...attempt, chosen, step: 'link_offer' };
}

function problemOfChoice(chosen: string[], bank: FlowBank): Problem | null {
  if (chosen.length === 0) return 'nothing_chosen';
  if (bank.limit !== null && chosen.length > bank.limit) return 'too_many_chosen';
  return bank.canPay(chosen) ? null : 'none_can_pay';
}

function saveWithLink(attempt: Attempt, phone: string): Attempt {
  const digits = phone.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
  return digits.length === 10
    ? { ...attempt, linkPhone: digits, step: 'link_code' }
    : { ...attempt, problem: 'phone_incomplete' };
}

/** Where the numbers are such as a bank has them, the attempt is at its end; they go into the token, not into it. */
function enterNumbers(attempt: Attempt, routing: string, number: string): Attempt {
  if (!isRoutingNumber(routing.trim())) return { ...attempt, problem: 'routing_number_wrong' };
  if (!isAccountNumber(number.trim())) return { ...attempt, problem: 'account_number_wrong' };
  return { ...attempt, step: 'done', chosen: [], typedEnding: number.trim().slice(-4) };
}

function isSixDigits(code: string): boolean {
  return /^\d{6}$/.test(code.replace(/[\s-]/g, ''));
}
