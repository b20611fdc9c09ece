// @ts-check

/** What each permission lets an application read, in words that a person agrees to. */
export const permissionWords = {
  balances: { name: 'Balances', detail: 'What is in the account, and how much of it is available' },
  transactions: { name: 'Transactions', detail: 'Payments of the last 180 days, and new ones from now on' },
  ownership: { name: 'Account owners', detail: 'Names, addresses, e-mail and phone that the bank has on file' },
  payment_method: { name: 'Account and routing numbers', detail: 'Used to pay from the account or into it' },
};

/** The order in which permissions are read out. */
export const permissionOrder = /** @type {const} */ (['balances', 'transactions', 'ownership', 'payment_method']);

/** @type {Record<string, { field: string | null, text: string }>} */
const problems = {
  username_missing: { field: 'username', text: 'Enter a user name. Any will do.' },
  password_missing: { field: 'password', text: 'Enter a password. Any will do.' },
  login_incorrect: { field: 'password', text: 'The bank does not know this user name and password. Try again.' },
  code_not_six_digits: { field: 'code', text: 'The code has six digits.' },
  answer_missing: { field: 'answer', text: 'Enter an answer. Any will do.' },
  nothing_chosen: { field: null, text: 'Choose at least one account.' },
  too_many_chosen: { field: null, text: 'These are more accounts than can be linked at once.' },
  none_can_pay: { field: null, text: 'At least one of the accounts has to be one that can pay, such as checking.' },
  routing_number_wrong: { field: 'routing_number', text: 'A routing number has nine digits, and these do not add up.' },
  account_number_wrong: { field: 'account_number', text: 'An account number has 4 to 17 digits.' },
  begun_again: { field: null, text: 'The sandbox was restarted meanwhile, so this begins again.' },
  phone_incomplete: { field: 'phone', text: 'Enter a phone number with ten digits, such as 401 500 6000.' },
  bank_access_denied: { field: null, text: 'You said no in the bank’s window, so nothing was shared.' },
};

/** @param {string | null} problem */
export function problemWords(problem) {
  return problem ? (problems[problem] ?? { field: null, text: 'That did not work. Try again.' }) : null;
}

const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** @param {number} minor cents */
export function moneyWords(minor) {
  return dollars.format(minor / 100).replace('-', '−');
}

/** @param {number} count */
export function accountsWords(count) {
  return count === 1 ? '1 account' : `${count} accounts`;
}

const kinds = {
  checking: 'Checking',
  savings: 'Savings',
  credit_card: 'Credit card',
  line_of_credit: 'Line of credit',
  mortgage: 'Mortgage',
  other: 'Account',
};

/** @param {{ subcategory: keyof typeof kinds, last4: string }} account */
export function accountLine(account) {
  return `${kinds[account.subcategory]}\u00a0••${account.last4}`;
}
