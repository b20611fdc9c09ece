import type { TruthCategory } from '#sandbox/people/categories.ts';
import type { BankAccount, Behavior, Household, Owner, Subcategory } from '#sandbox/people/types.ts';

/** A line that comes back every month on a date. Positive = money in. */
export type FixedLine = {
  date: number;
  amount: number;
  how: 'card' | 'ach' | 'interest' | 'payment' | 'loan_interest' | 'loan_escrow';
  payee: string;
  /** The card descriptor, or what the company calls the entry. */
  text: string;
  category: TruthCategory;
};

const jenny: Owner = {
  name: 'Jenny Rosen',
  email: 'jenny@example.com',
  phone: '+1 555-555-5555',
  rawAddress: '1 Main St, Springfield, IL 62701',
};

type AccountPlan = {
  name: string;
  displayName: string;
  last4: string;
  subcategory: Subcategory;
  opening: number;
  owners?: Owner[];
  behavior?: Behavior;
  payable?: boolean;
  availableOffset?: number | null;
  limit?: number;
  lines?: readonly FixedLine[];
};

const line = (
  date: number,
  amount: number,
  how: FixedLine['how'],
  payee: string,
  text: string,
  category: TruthCategory,
): FixedLine => ({ date, amount, how, payee, text, category });

/** Months that end where they began: a balance stays near its opening. */
const quietMonth: readonly FixedLine[] = [
  line(3, 24_000, 'ach', 'Rocket Rides', 'PAYROLL', 'income_payroll'),
  line(6, -4_510, 'card', 'Springfield Grocers', 'SPRINGFIELD GROCERS 04', 'groceries'),
  line(11, -1_240, 'card', 'Copper Kettle Coffee', 'SQ *COPPER KETTLE COFFEE', 'coffee'),
  line(15, -9_800, 'ach', 'Prairie Power', 'UTIL PMT', 'utilities'),
  line(19, -3_675, 'card', 'Lantern Noodle House', 'TST* LANTERN NOODLE HOUSE', 'restaurants'),
  line(24, -4_775, 'card', 'Oakley Hardware', 'OAKLEY HARDWARE #118', 'home'),
];

const smallMonth: readonly FixedLine[] = [
  line(5, 6_000, 'ach', 'Rocket Rides', 'EXPENSES', 'income_other'),
  line(9, -2_150, 'card', 'Springfield Grocers', 'SPRINGFIELD GROCERS 04', 'groceries'),
  line(18, -3_850, 'ach', 'Prairie Telephone', 'PHONE BILL', 'internet_phone'),
];

/** The accounts of Test (Non-OAuth), Test (OAuth) and both Banks. */
const commonPlans: readonly AccountPlan[] = [
  {
    name: 'success',
    displayName: 'Success',
    last4: '6789',
    subcategory: 'checking',
    opening: 100_000,
    lines: quietMonth,
  },
  {
    name: 'high_balance',
    displayName: 'High Balance',
    last4: '4321',
    subcategory: 'savings',
    opening: 2_500_000,
    lines: [
      line(31, 2_054, 'interest', 'StripeBank', '', 'income_interest'),
      line(8, -2_054, 'ach', 'Rocket Brokerage', 'INVESTMENT', 'investment'),
    ],
  },
  {
    name: 'insufficient_funds',
    displayName: 'Insufficient Funds',
    last4: '2227',
    subcategory: 'checking',
    opening: 500,
    lines: [
      line(12, 2_500, 'ach', 'Rocket Rides', 'EXPENSES', 'income_other'),
      line(13, -2_500, 'ach', 'Prairie Telephone', 'PHONE BILL', 'internet_phone'),
    ],
  },
  {
    name: 'closed_account',
    displayName: 'Closed Account',
    last4: '1113',
    subcategory: 'checking',
    opening: 0,
    availableOffset: null,
  },
  {
    name: 'debit_not_authorized',
    displayName: 'Debit Not Authorized',
    last4: '3335',
    subcategory: 'checking',
    opening: 80_000,
    availableOffset: -5_000,
    lines: smallMonth,
  },
  {
    name: 'credit_card',
    displayName: 'Test Credit Card',
    last4: '4242',
    subcategory: 'credit_card',
    opening: -42_000,
    limit: 500_000,
    lines: [
      line(4, -3_120, 'card', 'Springfield Grocers', 'SPRINGFIELD GROCERS 04', 'groceries'),
      line(10, -5_400, 'card', 'Lantern Noodle House', 'TST* LANTERN NOODLE HOUSE', 'restaurants'),
      line(16, -1_999, 'card', 'Heron Streaming', 'HERON STREAMING', 'subscriptions'),
      line(25, 10_519, 'payment', 'Test Credit Card', '', 'card_payment'),
    ],
  },
  {
    name: 'mortgage',
    displayName: 'Test Mortgage',
    last4: '7777',
    subcategory: 'mortgage',
    // Six months of principal above the 180,000.00 that a person sees who links after as long a life.
    opening: -18_180_000,
    lines: [
      line(2, 140_000, 'payment', 'Test Mortgage', '', 'mortgage'),
      line(2, -75_000, 'loan_interest', 'StripeBank', '', 'interest_charged'),
      line(2, -35_000, 'loan_escrow', 'StripeBank', '', 'mortgage'),
    ],
  },
];

const owner = (name: string, more: Partial<Owner> = {}): Owner => ({ ...jenny, name, ...more });

const ownershipPlans: readonly AccountPlan[] = [
  { name: 'match', displayName: 'Match', last4: '0001', subcategory: 'checking', opening: 100_000, lines: smallMonth },
  {
    name: 'partial',
    displayName: 'Partial',
    last4: '0002',
    subcategory: 'checking',
    opening: 100_000,
    owners: [owner('J ROSEN', { email: null, phone: null, rawAddress: '1 MAIN STREET SPRINGFIELD' })],
    lines: smallMonth,
  },
  {
    name: 'no_match',
    displayName: 'No match',
    last4: '0003',
    subcategory: 'checking',
    opening: 100_000,
    owners: [
      {
        name: 'Orville Tanager',
        email: 'orville@example.net',
        phone: '+1 555-555-0190',
        rawAddress: '77 Distant Ave, Yonder, WY 82001',
      },
    ],
    lines: smallMonth,
  },
  {
    name: 'two_owners',
    displayName: 'Two owners',
    last4: '0004',
    subcategory: 'checking',
    opening: 100_000,
    owners: [jenny, owner('Rowan Rosen', { email: 'rowan@example.com', phone: '+1 555-555-0191' })],
    lines: smallMonth,
  },
  {
    name: 'unavailable',
    displayName: 'Unavailable',
    last4: '0005',
    subcategory: 'checking',
    opening: 100_000,
    owners: [],
    behavior: 'ownership_unavailable',
    lines: smallMonth,
  },
];

const single = (
  name: string,
  displayName: string,
  last4: string,
  opening: number,
  behavior: Behavior,
): AccountPlan => ({ name, displayName, last4, subcategory: 'checking', opening, behavior, lines: smallMonth });

const plans: Readonly<Record<string, readonly AccountPlan[]>> = {
  test_non_oauth: commonPlans,
  test_oauth: commonPlans,
  bank_non_oauth: commonPlans,
  bank_oauth: commonPlans,
  ownership_accounts: ownershipPlans,
  invalid_payment_accounts: [
    {
      name: 'no_account_numbers',
      displayName: 'No Account Numbers',
      last4: '0101',
      subcategory: 'checking',
      opening: 30_000,
      payable: false,
      lines: smallMonth,
    },
    {
      name: 'not_debitable',
      displayName: 'Not Debitable',
      last4: '0102',
      subcategory: 'savings',
      opening: 30_000,
      payable: false,
      lines: smallMonth,
    },
  ],
  payment_success: [
    {
      name: 'success',
      displayName: 'Success',
      last4: '6789',
      subcategory: 'checking',
      opening: 100_000,
      lines: quietMonth,
    },
  ],
  tokenized_account_number: [
    single('expired_tan', 'Expired TAN', '0885', 50_000, 'tan_expired'),
    single('eventually_expiring_tan', 'Eventually Expiring TAN', '0886', 50_000, 'tan_expiring'),
    single('immediately_expiring_tan', 'Immediately Expiring TAN', '0887', 50_000, 'tan_expires_now'),
  ],
  inactive_accounts: [single('inactive', 'Inactive', '0200', 40_000, 'inactive_soon')],
  reauth_immediately: [single('reauth', 'Immediately Requires Reauthentication', '0201', 40_000, 'reauth_soon')],
  reauth_eventually: [single('reauth', 'Eventually Requires Reauthentication', '0202', 40_000, 'reauth_in_30_days')],
};

function accountOf(institution: string, plan: AccountPlan): BankAccount {
  const isCash = plan.subcategory === 'checking' || plan.subcategory === 'savings';
  return {
    key: `${institution}.${plan.name}`,
    institution,
    household: institution,
    displayName: plan.displayName,
    last4: plan.last4,
    category: isCash ? 'cash' : 'credit',
    subcategory: plan.subcategory,
    openingBalance: plan.opening,
    owners: plan.owners ?? [jenny],
    supportedPaymentMethodTypes: isCash && (plan.payable ?? true) ? ['us_bank_account', 'link'] : [],
    behavior: plan.behavior ?? 'normal',
    ...(plan.availableOffset === undefined ? {} : { availableOffset: plan.availableOffset }),
    ...(plan.limit === undefined ? {} : { creditLimit: plan.limit }),
  };
}

const linesByAccount: ReadonlyMap<string, readonly FixedLine[]> = new Map<string, readonly FixedLine[]>(
  Object.entries(plans).flatMap(([institution, list]) =>
    list.map((plan) => [`${institution}.${plan.name}`, plan.lines ?? []] as const),
  ),
);

/** The monthly lines of a test account; none for one that nothing happens on. */
export function linesOf(accountKey: string): readonly FixedLine[] {
  const lines = linesByAccount.get(accountKey);
  if (!lines) throw new Error(`No test account has the key "${accountKey}".`);
  return lines;
}

export const fixedHouseholds: readonly Household[] = Object.entries(plans).map(([institution, list]) => ({
  key: institution,
  title: `Test accounts of ${institution}`,
  story: 'Accounts that Stripe offers for tests; a few lines a month, and a balance that stays where it is.',
  usernames: [],
  accounts: list.map((plan) => accountOf(institution, plan)),
}));
