/** The ways in which money moves, with what a bank knows of each. Plain JSON: a day may promise a movement to a later day. */
export type CardChannel = {
  kind: 'card';
  /** As the merchant's terminal sends it, not cut. */
  descriptor: string;
  city: string;
  state: string;
  /** Set for businesses without a street address. */
  phone: string | null;
  recurring: boolean;
  /** Paid with the debit card's PIN: posts faster, with another text. */
  pin: boolean;
  /** A return of goods: money in. */
  refund: boolean;
};

export type AchChannel = {
  kind: 'ach';
  company: string;
  /** What the company calls the entry: PAYROLL, AUTOPAY, WEB PMT … */
  entry: string;
  /** The standard entry class: consumer (PPD), internet (WEB), telephone (TEL), corporate (CCD). */
  sec: 'PPD' | 'WEB' | 'TEL' | 'CCD';
  companyId: string;
  individual: string;
  reference: string;
};

export type FeeName = 'overdraft' | 'foreign_atm' | 'maintenance' | 'late' | 'instant' | 'membership';

export type Channel =
  | CardChannel
  | AchChannel
  /** Between own accounts; `otherBank` is null within one bank. */
  | { kind: 'transfer'; otherName: string; otherLast4: string; otherBank: string | null }
  | { kind: 'person'; name: string; memo: string | null }
  | { kind: 'cash'; street: string; city: string; state: string; ownMachine: boolean; terminal: string }
  | { kind: 'check'; number: string }
  | { kind: 'deposit'; how: 'mobile' | 'counter' }
  | { kind: 'fee'; name: FeeName }
  | { kind: 'interest'; rate: string }
  | { kind: 'payment'; automatic: boolean; fromBank: string }
  | { kind: 'loan'; part: 'interest' | 'escrow' }
  | { kind: 'rewards' };
