import type { BankAccount, Household, Institution, Subcategory } from '#sandbox/people/types.ts';
import {
  type Attempt,
  asksBeforeLeaving,
  choosesAtBank,
  isEnded,
  mfaOptions,
  type Problem,
  type Step,
  stepBefore,
} from './attempt.ts';

export type Permission = 'balances' | 'ownership' | 'payment_method' | 'transactions';

/** What the panes show besides the attempt itself. */
export type Facts = {
  businessName: string;
  permissions: readonly Permission[];
  /** Most accounts that the session may link; null = no limit. */
  limit: number | null;
  offersManualEntry: boolean;
  institutions: readonly Institution[];
  households: readonly Household[];
  /** Bank accounts by key, for those the attempt names. */
  account(key: string): BankAccount | undefined;
  /** Balance as the bank knows it now, in minor units of US dollars; asked only where the session may know balances. */
  balanceOf(account: BankAccount): number;
};

export type InstitutionView = {
  key: string;
  name: string;
  initial: string;
  color: string;
  isPopular: boolean;
  isTest: boolean;
  isListed: boolean;
};

export type AccountView = {
  key: string;
  name: string;
  subcategory: Subcategory;
  last4: string;
  /** Minor units; null where the session may not know it. */
  balanceMinor: number | null;
  isPreselected: boolean;
};

/** A user name worth trying, and whom it shows. */
export type LoginHint = { username: string; shows: string };

/** Everything the dialog's frame needs to draw a pane. Holds no secret and nothing of accounts that were not offered. */
export type DialogView = {
  step: Step;
  businessName: string;
  canGoBack: boolean;
  leaving: 'at_once' | 'ask' | 'finished';
  problem: Problem | null;
  permissions: readonly Permission[];
  institution: InstitutionView | null;
  institutions: InstitutionView[];
  /** Whether the pane of institutions offers to type the numbers in its place. */
  offersManualEntry: boolean;
  typedEnding: string | null;
  downReason: 'scheduled' | 'unscheduled' | 'error' | null;
  logins: LoginHint[];
  hasStepPasswords: boolean;
  mfaOptions: { key: string; label: string; detail: string }[];
  codeSentTo: string | null;
  question: string | null;
  accounts: AccountView[];
  limit: number | null;
  linkPhoneEnding: string | null;
  /** Address of the bank's own window while the dialog waits for it; each sign-in has its own. */
  bankWindow: string | null;
  /** Whether that window has come up; a page that isolates itself cannot see it. */
  isBankWindowThere: boolean;
};

/** What the bank's own window shows. `over` = this sign-in has ended, in whatever way. */
export type BankView = {
  stage: 'sign_in' | 'choose' | 'allow' | 'over';
  businessName: string;
  institution: InstitutionView | null;
  problem: Problem | null;
  permissions: readonly Permission[];
  logins: LoginHint[];
  accounts: AccountView[];
  username: string | null;
};

/** Words for why; a bank that ordinarily works and is down now says nothing of when it will be back. */
const downReasons = { down_scheduled: 'scheduled', down_unscheduled: 'unscheduled', down_error: 'error' } as const;

/** Stripe's test institutions keep a household of their own, or none when they are down; invented banks never are. */
function isTestInstitution(institution: Institution): boolean {
  return institution.household !== null || institution.flow.startsWith('down_');
}

function institutionView(institution: Institution): InstitutionView {
  return {
    key: institution.key,
    name: institution.name,
    initial: institution.name.slice(0, 1).toUpperCase(),
    color: institution.color,
    isPopular: institution.popular ?? false,
    isTest: isTestInstitution(institution),
    isListed: institution.listed,
  };
}

function downReasonOf({ flow }: Institution): NonNullable<DialogView['downReason']> {
  return flow === 'credentials' || flow === 'oauth' ? 'unscheduled' : downReasons[flow];
}

/** User names that show something at this institution; at a test institution every name shows the same. */
function loginHints(institution: Institution | null, facts: Facts): LoginHint[] {
  if (!institution || isTestInstitution(institution)) return [];
  return facts.households
    .filter((household) => household.accounts.some((account) => account.institution === institution.key))
    .flatMap((household) => {
      const [username] = household.usernames;
      return username ? [{ username, shows: household.title }] : [];
    });
}

function accountViews(attempt: Attempt, institution: Institution | null, facts: Facts): AccountView[] {
  const accounts = attempt.offered.flatMap((key) => facts.account(key) ?? []);
  const isOneOnly = facts.limit === 1 || (institution !== null && isTestInstitution(institution));
  const preselected = isOneOnly ? 1 : (facts.limit ?? accounts.length);
  return accounts.map((account, index) => ({
    key: account.key,
    name: account.displayName,
    subcategory: account.subcategory,
    last4: account.last4,
    balanceMinor: facts.permissions.includes('balances') ? facts.balanceOf(account) : null,
    isPreselected: attempt.chosen.length > 0 ? attempt.chosen.includes(account.key) : index < preselected,
  }));
}

function leavingOf(attempt: Attempt): DialogView['leaving'] {
  if (isEnded(attempt)) return 'finished';
  return asksBeforeLeaving(attempt) ? 'ask' : 'at_once';
}

function institutionOf(attempt: Attempt, facts: Facts): Institution | null {
  return facts.institutions.find((candidate) => candidate.key === attempt.institution) ?? null;
}

/**
 * The pane at which an attempt stands, for the dialog's frame. `bankWindow` is the address of the bank's own window for
 * the sign-in under way.
 */
export function dialogView(
  attempt: Attempt,
  facts: Facts,
  bankWindow: { address: string; isThere: boolean },
): DialogView {
  const institution = institutionOf(attempt, facts);
  const { step } = attempt;
  const shown = step === 'done' ? { ...attempt, offered: attempt.chosen } : attempt;
  const sentTo = mfaOptions.find((option) => option.key === attempt.mfaOption) ?? mfaOptions[0];
  return {
    step,
    businessName: facts.businessName,
    canGoBack: stepBefore(attempt) !== null,
    leaving: leavingOf(attempt),
    problem: attempt.problem,
    permissions: facts.permissions,
    institution: institution ? institutionView(institution) : null,
    institutions: step === 'institutions' ? facts.institutions.map(institutionView) : [],
    offersManualEntry: step === 'institutions' && facts.offersManualEntry,
    typedEnding: step === 'done' ? attempt.typedEnding : null,
    downReason: step === 'down' && institution ? downReasonOf(institution) : null,
    logins: step === 'credentials' ? loginHints(institution, facts) : [],
    hasStepPasswords: institution?.steps ?? false,
    mfaOptions: step === 'mfa_options' ? [...mfaOptions] : [],
    codeSentTo: step === 'mfa_code' ? `${sentTo.label.toLowerCase()} ${sentTo.detail}` : null,
    question: step === 'mfa_question' ? 'What was the name of your first pet?' : null,
    accounts: step === 'accounts' || step === 'done' ? accountViews(shown, institution, facts) : [],
    limit: facts.limit,
    linkPhoneEnding: attempt.linkPhone?.slice(-2) ?? null,
    bankWindow: step === 'oauth' ? bankWindow.address : null,
    isBankWindowThere: bankWindow.isThere,
  };
}

/** What the bank's own window shows of an attempt; `isCurrent` = the window belongs to the sign-in under way. */
export function bankView(attempt: Attempt, facts: Facts, isCurrent: boolean): BankView {
  const institution = institutionOf(attempt, facts);
  const stage = bankStage(attempt, institution, isCurrent);
  return {
    stage,
    businessName: facts.businessName,
    institution: institution ? institutionView(institution) : null,
    problem: stage === 'over' ? null : attempt.problem,
    permissions: facts.permissions,
    logins: stage === 'sign_in' ? loginHints(institution, facts) : [],
    accounts: stage === 'choose' ? accountViews(attempt, institution, facts) : [],
    username: attempt.username,
  };
}

function bankStage(attempt: Attempt, institution: Institution | null, isCurrent: boolean): BankView['stage'] {
  if (!isCurrent || !institution || attempt.step !== 'oauth') return 'over';
  if (!attempt.username) return 'sign_in';
  return choosesAtBank(institution) && attempt.offered.length > 0 ? 'choose' : 'allow';
}
