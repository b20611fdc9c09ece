import type { Institution, InstitutionFlow } from '#sandbox/people/types.ts';

/** Every test institution answers as this bank on its accounts. */
const stripeBank = 'StripeBank';

type TestOptions = { listed?: boolean; steps?: boolean; household?: string | null; popular?: boolean };

function test(key: string, name: string, flow: InstitutionFlow, color: string, options: TestOptions = {}): Institution {
  return {
    key,
    name,
    institutionName: stripeBank,
    flow,
    listed: options.listed ?? true,
    household: options.household === undefined ? key : options.household,
    steps: options.steps ?? false,
    popular: options.popular ?? false,
    color,
    tellsPosting: 'day',
    postsCards: 'working-days',
  };
}

/** Institutions of Stripe's test modal; those that are down keep no accounts. */
const testInstitutions: readonly Institution[] = [
  test('test_non_oauth', 'Test (Non-OAuth)', 'credentials', '#533afd', { popular: true }),
  test('test_oauth', 'Test (OAuth)', 'oauth', '#4434d4', { popular: true }),
  test('bank_non_oauth', 'Bank (Non-OAuth)', 'credentials', '#0a2540', { steps: true }),
  test('bank_oauth', 'Bank (OAuth)', 'oauth', '#1f3a5f'),
  test('ownership_accounts', 'Ownership Accounts', 'credentials', '#6b2fb3'),
  test('invalid_payment_accounts', 'Invalid Payment Accounts', 'credentials', '#8a3b12'),
  test('payment_success', 'Payment Success', 'credentials', '#0b6e4f'),
  test('down_scheduled', 'Down (Scheduled)', 'down_scheduled', '#5b6472', { household: null }),
  test('down_unscheduled', 'Down (Unscheduled)', 'down_unscheduled', '#5b6472', { household: null }),
  test('down_error', 'Down (Error)', 'down_error', '#5b6472', { household: null }),
  test('tokenized_account_number', 'Tokenized Account Number', 'credentials', '#155e75', { listed: false }),
  test('inactive_accounts', 'Inactive Accounts', 'credentials', '#7c2d12', { listed: false }),
  test('reauth_immediately', 'Immediately Requires Reauthentication', 'credentials', '#9f1239', { listed: false }),
  test('reauth_eventually', 'Eventually Requires Reauthentication', 'credentials', '#9f1239', { listed: false }),
];

type BankOptions = Partial<Pick<Institution, 'steps' | 'popular' | 'tellsPosting' | 'postsCards'>>;

function bank(
  key: string,
  name: string,
  flow: 'credentials' | 'oauth',
  color: string,
  options: BankOptions = {},
): Institution {
  return {
    key,
    name,
    institutionName: name,
    flow,
    listed: true,
    household: null,
    steps: options.steps ?? false,
    popular: options.popular ?? true,
    color,
    tellsPosting: options.tellsPosting ?? 'day',
    postsCards: options.postsCards ?? 'working-days',
  };
}

/** Invented banks, where the households bank. */
const banks: readonly Institution[] = [
  bank('harborline', 'Harborline Bank', 'credentials', '#0f4c81', { postsCards: 'every-day' }),
  bank('larkfield', 'Larkfield National Bank', 'oauth', '#a4161a'),
  bank('northgale', 'Northgale Card Services', 'oauth', '#1b4332'),
  bank('copperleaf', 'Copperleaf Credit Union', 'credentials', '#92400e', { steps: true }),
  bank('tidewell', 'Tidewell', 'oauth', '#0e7490', { tellsPosting: 'moment' }),
  bank('quarry_street', 'Quarry Street Mortgage', 'credentials', '#44403c', { popular: false }),
  bank('sycamore', 'Sycamore Savings', 'credentials', '#3f6212', { popular: false }),
];

/** All institutions, in the order in which the dialog lists them: where people bank first, then the test institutions. */
export const institutions: readonly Institution[] = [...banks, ...testInstitutions];

const byKey = new Map(institutions.map((institution) => [institution.key, institution]));

/** The institution with this key. Throws on an unknown key: keys come from this catalogue only. */
export function findInstitution(key: string): Institution {
  const institution = byKey.get(key);
  if (!institution) throw new Error(`No institution has the key "${key}".`);
  return institution;
}
