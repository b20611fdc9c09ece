import type { World } from './world.ts';

/** What a fault may be told, each key optional. */
export type FaultDetail = {
  /** Only requests whose path begins so, for example `/v1/financial_connections/transactions`. */
  path?: string;
  /** Only this `fca_` account. */
  account?: string;
  /** Only this institution (its key). */
  institution?: string;
  /** Only this feature of a refresh. */
  feature?: 'balance' | 'ownership' | 'transactions';
  /** Only events of this type. */
  type?: string;
  /** How long, milliseconds. */
  ms?: number;
  /** How many rows. */
  rows?: number;
  /** How far back, days. */
  days?: number;
  /** By how much, minor units. */
  amount?: number;
  /** Whether the request is carried out before it fails. */
  after?: boolean;
  /** Whether the failed refresh ends in a deactivated account. */
  deactivates?: boolean;
  /** Whether the caller is told that a repetition helps (`Stripe-Should-Retry`). */
  shouldRetry?: boolean;
};

export type ArmedFault = { id: number; name: FaultName; detail: FaultDetail; remaining: number | null };

type Entry = {
  title: string;
  effect: string;
  /** When it happens: to the next requests, refreshes or events (as often as `times` says), or at once. */
  acts: 'requests' | 'refreshes' | 'events' | 'at once';
  takes: readonly (keyof FaultDetail)[];
};

/** Every fault there is; what a button, a scenario or a test can ask for. */
export const faultCatalogue = {
  unavailable: {
    title: 'Stripe unavailable',
    effect: 'The API answers 503 with an api_error.',
    acts: 'requests',
    takes: ['path', 'after', 'shouldRetry'],
  },
  'server-error': {
    title: 'Error 500',
    effect: 'The API answers 500 with an api_error; with `after` the request is carried out first.',
    acts: 'requests',
    takes: ['path', 'after', 'shouldRetry'],
  },
  'rate-limited': {
    title: 'Too many requests',
    effect: 'The API answers 429 with code rate_limit.',
    acts: 'requests',
    takes: ['path', 'shouldRetry'],
  },
  'lock-timeout': {
    title: 'Object is busy',
    effect: 'The API answers 429 with code lock_timeout.',
    acts: 'requests',
    takes: ['path', 'shouldRetry'],
  },
  'connection-cut': {
    title: 'Connection cut',
    effect: 'The connection is closed without an answer; with `after` the request is carried out first.',
    acts: 'requests',
    takes: ['path', 'after'],
  },
  slow: {
    title: 'Slow answers',
    effect: 'The API answers after `ms` milliseconds (3000).',
    acts: 'requests',
    takes: ['path', 'ms'],
  },
  'bank-down': {
    title: 'Bank down',
    effect: 'Refreshes at the institution (or at all) fail; its dialog says that it is down while armed.',
    acts: 'refreshes',
    takes: ['institution', 'account'],
  },
  'refresh-fails': {
    title: 'Refresh fails',
    effect: 'The refresh ends as failed; with `deactivates` the account turns inactive as well.',
    acts: 'refreshes',
    takes: ['account', 'feature', 'deactivates'],
  },
  'refresh-hangs': {
    title: 'Refresh hangs',
    effect: 'The refresh stays pending until it is completed by hand.',
    acts: 'refreshes',
    takes: ['account', 'feature'],
  },
  'balance-old': {
    title: 'Balance older than its rows',
    effect: 'The balance is the true one of `days` days (1) ago and says so in as_of.',
    acts: 'refreshes',
    takes: ['account', 'days'],
  },
  'balance-behind': {
    title: 'Balance behind its date',
    effect: 'The balance is that of `days` days (1) ago, but as_of says now.',
    acts: 'refreshes',
    takes: ['account', 'days'],
  },
  'page-missing': {
    title: 'Page missing',
    effect:
      'The newest `rows` rows (100) of the next refresh that brings new ones never arrive, until the account is healed.',
    acts: 'refreshes',
    takes: ['account', 'rows'],
  },
  'row-duplicated': {
    title: 'Row duplicated',
    effect: 'The newest `rows` posted rows (1) of the next refresh that brings new ones come twice, under a second id.',
    acts: 'refreshes',
    takes: ['account', 'rows'],
  },
  'sign-flipped': {
    title: 'Sign flipped',
    effect: 'The newest `rows` posted rows (1) of the next refresh that brings new ones have the wrong sign.',
    acts: 'refreshes',
    takes: ['account', 'rows'],
  },
  'row-changed-after-posting': {
    title: 'Posted row changed',
    effect: 'The bank changes the newest posted row by `amount` (-100) and its text; the next refresh brings it.',
    acts: 'at once',
    takes: ['account', 'amount'],
  },
  'late-row': {
    title: 'Late row, back-dated',
    effect: 'The bank adds a posted row dated `days` days (10) back, of `amount` (-4200).',
    acts: 'at once',
    takes: ['account', 'days', 'amount'],
  },
  'same-day-twins': {
    title: 'Two equal rows in a day',
    effect: 'The bank adds two honest rows with the same moment, text and amount (-450).',
    acts: 'at once',
    takes: ['account', 'amount'],
  },
  'pending-forever': {
    title: 'Pending never resolved',
    effect: 'The bank adds a pending row of `amount` (-1999) that neither posts nor vanishes.',
    acts: 'at once',
    takes: ['account', 'amount'],
  },
  'account-deactivated': {
    title: 'Account turns inactive',
    effect: 'The connection breaks; linking again reactivates it.',
    acts: 'at once',
    takes: ['account'],
  },
  'account-closed': {
    title: 'Account closed at the bank',
    effect: 'The bank closes the account: it turns inactive, and no login finds it any more.',
    acts: 'at once',
    takes: ['account'],
  },
  'account-disconnected': {
    title: 'Account disconnected at Stripe',
    effect: 'The person took the access back on Stripe’s own page; nothing is readable any more.',
    acts: 'at once',
    takes: ['account'],
  },
  'ids-reissued': {
    title: 'New ids on linking again',
    effect: 'The account turns inactive, and linking it again gives a new account id and new row ids.',
    acts: 'at once',
    takes: ['account'],
  },
  'webhook-lost': {
    title: 'Webhook lost',
    effect: 'The event is never delivered.',
    acts: 'events',
    takes: ['type'],
  },
  'webhook-doubled': {
    title: 'Webhook doubled',
    effect: 'The event is delivered twice.',
    acts: 'events',
    takes: ['type'],
  },
  'webhook-delayed': {
    title: 'Webhook delayed',
    effect: 'The event is delivered `ms` milliseconds (3000) later.',
    acts: 'events',
    takes: ['type', 'ms'],
  },
  'webhook-reordered': {
    title: 'Webhooks reordered',
    effect: 'The event is delivered after the next one (or after 5 seconds).',
    acts: 'events',
    takes: ['type'],
  },
  'webhook-badly-signed': {
    title: 'Webhook badly signed',
    effect: 'The first delivery carries a wrong signature; the repetition is right.',
    acts: 'events',
    takes: ['type'],
  },
} as const satisfies Record<string, Entry>;

export type FaultName = keyof typeof faultCatalogue;
/** The faults that are over as soon as they are called; the others are armed. */
export type FaultAtOnce = {
  [Name in FaultName]: (typeof faultCatalogue)[Name]['acts'] extends 'at once' ? Name : never;
}[FaultName];

export function actsAtOnce(fault: FaultName): fault is FaultAtOnce {
  return faultCatalogue[fault].acts === 'at once';
}

export function armedFaults(world: World): ArmedFault[] {
  world.faults ??= world.store
    .all<{ id: number; name: FaultName; detail: string; remaining: number | null }>('select * from faults order by id')
    .map((row) => ({ ...row, detail: JSON.parse(row.detail) as FaultDetail }));
  return world.faults;
}

/** Arms a fault for the next `times` occasions; null = until it is removed. */
export function armFault(world: World, name: FaultName, detail: FaultDetail, times: number | null): ArmedFault {
  const { lastId } = world.store.run(
    'insert into faults (name, detail, remaining) values (?, ?, ?)',
    name,
    JSON.stringify(detail),
    times,
  );
  world.faults = null;
  return { id: lastId, name, detail, remaining: times };
}

/** Removes one armed fault, or all. */
export function disarmFaults(world: World, id?: number): number {
  const { changes } =
    id === undefined ? world.store.run('delete from faults') : world.store.run('delete from faults where id = ?', id);
  world.faults = null;
  return changes;
}

/** The first armed fault of one of these names that fits; it is used up by one. */
export function takeFault(
  world: World,
  names: readonly FaultName[],
  fits: (detail: FaultDetail) => boolean,
): ArmedFault | null {
  const fault = armedFaults(world).find((armed) => names.includes(armed.name) && fits(armed.detail));
  if (!fault) return null;
  if (fault.remaining === 1) world.store.run('delete from faults where id = ?', fault.id);
  else if (fault.remaining !== null)
    world.store.run('update faults set remaining = remaining - 1 where id = ?', fault.id);
  if (fault.remaining !== null) world.faults = null;
  return fault;
}

/** Whether the bank's own pages are down at this institution. */
export function isInstitutionDown(world: World, institution: string): boolean {
  return armedFaults(world).some(
    ({ name, detail }) =>
      name === 'bank-down' && !detail.account && (!detail.institution || detail.institution === institution),
  );
}
