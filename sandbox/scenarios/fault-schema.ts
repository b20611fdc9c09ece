import { z } from 'zod';
import { institutions } from '#sandbox/institutions.ts';
import { type FaultDetail, type FaultName, faultCatalogue } from '#sandbox/world/faults.ts';
import { eventTypes } from './event-types.ts';
import { amount, count, fields, flag, text, word } from './fields.ts';

const faultNames = Object.keys(faultCatalogue) as [FaultName, ...FaultName[]];
const bankKeys = institutions.map(({ key }) => key) as [string, ...string[]];

/** How a scenario writes each detail that a fault may take. */
const detailShape = {
  path: z
    .string()
    .startsWith('/', { error: 'a path begins with /, for example /v1/financial_connections/transactions' }),
  account: text('the account (the last part of its key, for example savings)'),
  bank: word('a bank', bankKeys),
  feature: word('a feature', ['balance', 'ownership', 'transactions']),
  type: word('an event', eventTypes),
  ms: count('milliseconds').max(600_000, { error: 'ten minutes (600000) at most' }),
  rows: count('the rows', 1),
  days: count('the days').max(180, { error: '180 days at most' }),
  amount: amount(),
  after: flag('after (whether the request is carried out first)'),
  deactivates: flag('deactivates (whether the account turns inactive as well)'),
  'should-retry': flag('should-retry (what Stripe tells about trying again)'),
};
type DetailKey = keyof typeof detailShape;

/** The name of a detail in a scenario, for its name in the catalogue. */
export const detailKeys: Readonly<Record<keyof FaultDetail, DetailKey>> = {
  path: 'path',
  account: 'account',
  institution: 'bank',
  feature: 'feature',
  type: 'type',
  ms: 'ms',
  rows: 'rows',
  days: 'days',
  amount: 'amount',
  after: 'after',
  deactivates: 'deactivates',
  shouldRetry: 'should-retry',
};

const optional = Object.fromEntries(
  Object.entries(detailShape).map(([key, schema]) => [key, schema.optional()]),
) as unknown as { [Key in DetailKey]: z.ZodOptional<(typeof detailShape)[Key]> };

const timesError = { error: 'write times as a whole number from 1 on, or always' };

/** A fault and what it is told; only what the catalogue lets this fault take. */
export const faultSchema = fields({
  fault: word('a fault', faultNames),
  /** for how many occasions; `always` = until disarmed */
  times: z.union([z.literal('always'), z.int(timesError).min(1, timesError)], timesError).default(1),
  ...optional,
}).superRefine(({ fault, times, ...given }, context) => {
  const { takes, acts } = faultCatalogue[fault];
  const known = takes.map((name) => detailKeys[name]);
  for (const key of Object.keys(given) as DetailKey[]) {
    if (given[key] === undefined || known.includes(key)) continue;
    context.addIssue({
      code: 'custom',
      path: [key],
      message: `${fault} does not take ${key}; it takes ${known.join(', ')}`,
    });
  }
  if (acts === 'at once' && given.account === undefined) {
    context.addIssue({
      code: 'custom',
      path: [],
      message: `${fault} happens to an account: add account, for example account: savings`,
    });
  }
  if (acts === 'at once' && times !== 1) {
    context.addIssue({
      code: 'custom',
      path: ['times'],
      message: `${fault} happens at once, and once: leave times out`,
    });
  }
});
