import { testHouseholds } from '#sandbox/people/fixed.ts';
import type { BankAccount, Household, Owner } from '#sandbox/people/types.ts';

type Sort = 'checking' | 'savings' | 'credit_card' | 'mortgage';

const payable: readonly Sort[] = ['checking', 'savings'];

/** An account of a household, with what follows from its sort. `opening` in cents; `limit` for cards. */
function account(
  key: string,
  sort: Sort,
  displayName: string,
  last4: string,
  opening: number,
  owners: Owner[],
  limit?: number,
): BankAccount {
  const [household, institution] = key.split('.');
  if (!household || !institution) throw new Error(`An account key reads household.institution.name, not "${key}".`);
  return {
    key,
    institution,
    household,
    displayName,
    last4,
    category: sort === 'checking' || sort === 'savings' ? 'cash' : 'credit',
    subcategory: sort,
    openingBalance: opening,
    owners,
    supportedPaymentMethodTypes: payable.includes(sort) ? ['us_bank_account', 'link'] : [],
    behavior: 'normal',
    ...(limit === undefined ? {} : { creditLimit: limit }),
  };
}

const nora: Owner = {
  name: 'Nora Whitcombe',
  email: 'nora.whitcombe@example.com',
  phone: '+1 401-555-0142',
  rawAddress: '88 Benefit Row Apt 3, Providence, RI 02903',
};

const elena: Owner = {
  name: 'Elena R Oakhurst',
  email: 'elena.oakhurst@example.com',
  phone: '+1 614-555-0117',
  rawAddress: '2140 Linden Hollow Rd, Columbus, OH 43209',
};

const marcus: Owner = {
  name: 'Marcus Oakhurst',
  email: 'marcus.oakhurst@example.net',
  phone: '+1 614-555-0163',
  rawAddress: '2140 Linden Hollow Road, Columbus OH 43209',
};

const dario: Owner = {
  name: 'DARIO QUILLAN',
  email: 'dario.quillan@example.org',
  phone: '+1 404-555-0179',
  rawAddress: '517 Moreland Mill Ave Unit B, Atlanta, GA 30316',
};

const june: Owner = {
  name: 'June M Ashgrove',
  email: null,
  phone: '802-555-0108',
  rawAddress: '9 Maple Ridge Lane, Burlington, VT 05401',
};

const theo: Owner = {
  name: 'Theo Marlin',
  email: 'theo.marlin@example.edu',
  phone: '+1 734-555-0126',
  rawAddress: '1204 Packard Terrace #6, Ann Arbor, MI 48104',
};

const ines: Owner = {
  name: 'Ines Callowhill',
  email: 'ines@callowhill.example',
  phone: '+1 912-555-0155',
  rawAddress: '33 Drayton Yard, Savannah, GA 31401',
};

const workshop: Owner = { ...ines, name: 'CALLOWHILL WOODWORKS' };

const salaried: Household = {
  key: 'salaried',
  title: 'Nora, paid every two weeks',
  story:
    'Nora Whitcombe builds measuring instruments in Providence and is paid every second Friday. She rents, pays most things with a card that she clears each month, and puts aside what is left after each pay.',
  usernames: ['nora', 'salaried', 'nora.whitcombe@example.com'],
  accounts: [
    account('salaried.harborline.checking', 'checking', 'Everyday Checking', '4417', 284_015, [nora]),
    account('salaried.harborline.savings', 'savings', 'Rainy Day Savings', '9032', 612_050, [nora]),
    account('salaried.northgale.card', 'credit_card', 'Northgale Everyday Rewards', '5581', -64_022, [nora], 900_000),
  ],
};

const family: Household = {
  key: 'family',
  title: 'Elena and Marcus, two incomes and a mortgage',
  story:
    'Elena works at a hospital, Marcus teaches; they have two children, a house outside Columbus and a car that is nearly paid. Everything is held jointly, at three banks.',
  usernames: ['elena', 'marcus', 'family', 'elena.oakhurst@example.com'],
  accounts: [
    account('family.larkfield.checking', 'checking', 'Family Checking', '3317', 521_960, [elena, marcus]),
    account('family.larkfield.savings', 'savings', 'Way Ahead Savings', '8821', 1_460_000, [elena, marcus]),
    account(
      'family.northgale.card',
      'credit_card',
      'Northgale Household Card',
      '2046',
      -188_430,
      [elena, marcus],
      1_600_000,
    ),
    account('family.quarry_street.mortgage', 'mortgage', 'Home Mortgage 30 Year Fixed', '7150', -27_841_255, [
      elena,
      marcus,
    ]),
  ],
};

const gig: Household = {
  key: 'gig',
  title: 'Dario, gig worker',
  story:
    'Dario drives and delivers in Atlanta. One platform pays every week, another after each day; rent and insurance come at the wrong moment now and then, and the credit union charges for it.',
  usernames: ['dario', 'gig', 'dario.quillan@example.org'],
  accounts: [
    account('gig.copperleaf.checking', 'checking', 'Share Draft Checking', '0071', 41_230, [dario]),
    account('gig.copperleaf.savings', 'savings', 'Prime Share', '0001', 6_540, [dario]),
    account('gig.tidewell.spending', 'checking', 'Tidewell Spending', '6624', 5_318, [dario]),
  ],
};

const retiree: Household = {
  key: 'retiree',
  title: 'June, retired',
  story:
    'June lives in Burlington on social security, a pension and careful savings. She writes checks, goes to church, and spoils her grandchildren.',
  usernames: ['june', 'retiree'],
  accounts: [
    account('retiree.larkfield.checking', 'checking', 'Prime Checking', '1905', 398_112, [june]),
    account('retiree.sycamore.savings', 'savings', 'High Yield Savings', '4470', 5_894_000, [june]),
    account('retiree.harborline.card', 'credit_card', 'Harborline Cash Rewards', '6312', -31_877, [june], 800_000),
  ],
};

const student: Household = {
  key: 'student',
  title: 'Theo, student',
  story:
    'Theo studies in Ann Arbor, works at the library, shares a flat, and calls home when the account comes close to zero.',
  usernames: ['theo', 'student', 'theo.marlin@example.edu'],
  accounts: [
    account('student.tidewell.spending', 'checking', 'Tidewell Spending', '2290', 31_404, [theo]),
    account('student.northgale.card', 'credit_card', 'Northgale Student Card', '9917', -8_845, [theo], 100_000),
  ],
};

const trader: Household = {
  key: 'trader',
  title: 'Ines, sole trader',
  story:
    'Ines makes furniture in Savannah. Card takings arrive on working days, suppliers and taxes leave; each Friday she pays herself from the workshop account.',
  usernames: ['ines', 'trader', 'ines@callowhill.example'],
  accounts: [
    account('trader.harborline.business', 'checking', 'Business Fundamentals', '7785', 914_200, [workshop]),
    account('trader.harborline.checking', 'checking', 'Personal Checking', '2518', 241_075, [ines]),
    account('trader.harborline.savings', 'savings', 'Tax Savings', '2526', 480_000, [ines]),
    account(
      'trader.northgale.card',
      'credit_card',
      'Northgale Business Card',
      '8063',
      -97_310,
      [workshop, ines],
      1_200_000,
    ),
  ],
};

/** The people of a world, in the order in which demos and pickers show them. */
export const households: readonly Household[] = [salaried, family, gig, retiree, student, trader];

const byKey = new Map([...households, ...testHouseholds].map((household) => [household.key, household]));

/** The household with this key, of the people or of a test institution. Throws on an unknown key. */
export function findHousehold(key: string): Household {
  const household = byKey.get(key);
  if (!household) throw new Error(`No household has the key "${key}".`);
  return household;
}
