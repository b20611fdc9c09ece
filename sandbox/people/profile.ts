import type { Kind } from '#sandbox/people/brands.ts';
import type { TruthCategory } from '#sandbox/people/categories.ts';
import type { Shift } from '#sandbox/people/days.ts';
import type { Place } from '#sandbox/people/merchants.ts';

/**
 * How a household lives: what life.ts plays day by day. Amounts are cents, positive; a pair is a range that the seed
 * draws from once, when the life begins. Months are 1-12. Accounts are keys.
 */
export type Range = readonly [low: number, high: number];

/** Who is on the other side of a payment: `name` when given, else a name drawn by the seed before `trade`. */
export type Company = { trade: string; name?: string };

/** When something comes round. `every` counts days from an anchor that the seed draws on the given weekday. */
export type Rhythm =
  | { kind: 'monthly'; dates: readonly number[] }
  | { kind: 'every'; days: 7 | 14; weekday: number }
  | { kind: 'nth_weekday'; weekday: number; nth: number };

export type Income = {
  key: string;
  company: Company;
  category: TruthCategory;
  account: string;
  person: string;
  entry: string;
  sec: 'PPD' | 'CCD';
  amount: Range;
  /** How far single pays stray from the usual one, in percent. */
  strayPercent: number;
  rhythm: Rhythm;
  shift: Shift;
  /** In this month the pay rises once by these percents. */
  raise?: { month: number; percent: Range };
  /** Not paid in these months. */
  pauses?: readonly number[];
};

/** Pays that come after single days of work: platform payouts, card takings. */
export type Takings = {
  key: string;
  company: Company;
  category: TruthCategory;
  account: string;
  person: string;
  /** `{date}` stands for the day's date as ACH writes it. */
  entry: string;
  /** Chance of working on each weekday, Sunday first. */
  weekdays: readonly number[];
  amount: Range;
  /** What a payout on the same day costs, in cents; null = it is free. */
  instantFee: number | null;
};

export type Bill = {
  key: string;
  company: Company;
  category: TruthCategory;
  account: string;
  person: string;
  amount: Range;
  date: number;
  months?: readonly number[];
  how: 'ach' | 'check' | 'person';
  entry: string;
  strayPercent?: number;
  /** Percents of the usual amount, January first: heating and cooling follow the season. */
  season?: readonly number[];
  raise?: { month: number; percent: Range };
};

export type Subscription = {
  key: string;
  payee: string;
  descriptor: string;
  city: string;
  state: string;
  category: TruthCategory;
  amount: number;
  /** In percent, when its price rises: once a year in a month that the seed draws. */
  risePercent: Range;
};

export type Habit = {
  kind: Kind;
  /** Expected visits on each weekday, Sunday first. */
  weekdays: readonly number[];
  amount: Range;
  /** How many such businesses these people know. */
  pool: number;
  /** Hours of the day between which they go. */
  hours: Range;
  /** Bought whatever the balance says, as long as the money is there. */
  essential?: boolean;
  tips?: boolean;
  /** Share of debit purchases made with the PIN. */
  pin?: number;
  /** Share of purchases that are brought back, in part or whole. */
  returned?: number;
  /** Amounts come from a short price list, so equal ones are common. */
  listPrices?: boolean;
  category?: TruthCategory;
  /** Paid from these accounts rather than from the purse. */
  accounts?: readonly string[];
};

export type CreditCard = {
  account: string;
  from: string;
  closingDate: number;
  aprPercent: number;
  rewardPercent: number;
  /** Charged once a year. */
  membership?: { month: number; fee: number };
};

export type Mortgage = {
  account: string;
  from: string;
  person: string;
  date: number;
  ratePermille: number;
  principal: number;
  escrow: number;
};

/** Something paid once a year, in a month and on a date that the seed draws. */
export type Yearly = {
  key: string;
  payee: string;
  descriptor: string | null;
  category: TruthCategory;
  amount: Range;
  months: readonly number[];
};

export type Saving = {
  account: string;
  from: string;
  /** What stays in the account it comes from, after what is owed on cards. */
  keep: number;
  /** Below this the savings help out, as long as they last. */
  floor: number;
  /** Above this, savings go on to a broker. */
  cap: number;
  yearlyRatePermille: number;
};

export type Profile = {
  household: string;
  home: Place;
  nearby: readonly string[];
  /** Main account for bills. */
  checking: string;
  person: string;
  /** Accounts that purchases are made from, and how often each is reached for. */
  purse: readonly { account: string; share: number }[];
  /** What is left of checking after card debts when life feels ordinary; with less, people hold back. */
  comfort: number;
  /** How far below zero the bank lets bills go. */
  overdraft: number;
  overdraftFee: number;
  /** Balance below which a debit purchase is not attempted. */
  debitFloor: number;
  incomes: readonly Income[];
  takings: readonly Takings[];
  housing: readonly Bill[];
  utilities: readonly Bill[];
  mortgage: Mortgage | null;
  subscriptions: readonly Subscription[];
  habits: readonly Habit[];
  cards: readonly CreditCard[];
  saving: Saving | null;
  /** Moved on when more than `above` gathers: payouts of one bank feeding the account at another. */
  gathering: { from: string; to: string; above: number; leave: number } | null;
  /** Weekly pay to oneself from a business account; moves between own accounts. */
  draw: { from: string; to: string; weekday: number; share: number; keep: number; most: number } | null;
  /** Charged at the end of a month in which the account ends below `unless`. */
  maintenance: { account: string; fee: number; unless: number } | null;
  /** Checks that come by mail and are deposited with the phone. */
  deposits: { perMonth: number; amount: Range } | null;
  cash: { perMonth: number; amount: Range; foreignShare: number } | null;
  /** People they pay or are paid by, through the banks' person-to-person service. */
  friends: { perMonth: number; amount: Range } | null;
  support: { key: string; from: string; amount: Range; below: number } | null;
  taxes: { refund: Range | null; stateRefund: Range | null; estimated: Range | null };
  yearly: readonly Yearly[];
  /** Trips a year: a week in summer, a long weekend in winter. `scale` in percent. */
  trips: { summer: boolean; winter: boolean; scale: number } | null;
};
