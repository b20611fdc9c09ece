import type { LedgerDay } from '#sandbox/people/ledger.ts';
import type { Profile } from '#sandbox/people/profile.ts';

/** A day in the life of a household: its ledgers, and how these people live. */
export type Day = LedgerDay & { profile: Profile };
