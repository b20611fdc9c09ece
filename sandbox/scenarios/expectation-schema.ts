import { z } from 'zod';
import { eventTypes } from './event-types.ts';
import { amount, claims, claimsByName, count, text, unknownWord, word } from './fields.ts';

/** A number of things, or `some` for one or more. */
const howManyError = { error: 'write a whole number from 0 on, or some' };
const howMany = z.union([z.literal('some'), z.int(howManyError).min(0, howManyError)], howManyError);
export type HowMany = z.infer<typeof howMany>;

const rowText = text('a part of the text of the rows');

/** What the bank's side has to show of one account. */
const bankAccount = claims({
  status: word('a status', ['active', 'inactive', 'disconnected']).optional(),
  /** whether the account has the id that it had when it was linked first */
  id: word('which id', ['same', 'new']).optional(),
  /** the balance that is told: right = what the bank's ledger says now; or an amount */
  balance: z
    .union([z.enum(['right', 'wrong']), amount('the balance')], { error: 'write right, wrong, or an amount' })
    .optional(),
  /** how many whole days ago the told balance was true */
  'balance-days-old': count('the days').optional(),
  /** how the newest reading of rows ended */
  refresh: word('a state', ['succeeded', 'failed', 'pending']).optional(),
  rows: z
    .array(
      claims(
        {
          text: rowText,
          posted: count('the posted rows').optional(),
          pending: count('the pending rows').optional(),
          void: count('the void rows').optional(),
          /** what the posted ones add up to */
          total: amount('the total').optional(),
        },
        ['text'],
      ),
      { error: 'write the rows as a list, for example "- { text: HARDWARE, posted: 1 }"' },
    )
    .optional(),
});

const deliveries = claims({
  delivered: howMany.optional(),
  lost: howMany.optional(),
  waiting: howMany.optional(),
  failed: howMany.optional(),
  /** those that took more than one attempt */
  repeated: howMany.optional(),
});

const bank = claims({
  accounts: claimsByName('an account', bankAccount).optional(),
  /** how many events of each type since the scenario began */
  events: claimsByName('an event', howMany)
    .superRefine((value, context) => {
      const known = eventTypes as readonly string[];
      for (const type of Object.keys(value).filter((one) => !known.includes(one))) {
        const message = unknownWord('event', type, known);
        context.addIssue({ code: 'unrecognized_keys', keys: [type], message, input: value });
      }
    })
    .optional(),
  deliveries: deliveries.optional(),
});

export const proofWords = [
  'proven',
  'waiting for rows',
  'adds up so far',
  'nothing moved yet',
  'unexplained',
  'not yet provable',
  'sign in again',
  'same account',
  'being compared',
  'old',
  'disconnected',
] as const;
const proof = word('a state of proof', proofWords);

/** What the app has to show of one account. */
const appAccount = claims({
  /** one state, or a list of those that are right */
  proof: z
    .union([proof, z.array(proof).min(1)], { error: `write one or a list of ${proofWords.join(', ')}` })
    .optional(),
  /** the amount beside the word unexplained */
  unexplained: amount('the difference').optional(),
  /** words under "What would explain it" */
  suspects: text('words of the suspects').optional(),
  /** told = the balance that the bank's side tells; or an amount */
  balance: z.union([z.literal('told'), amount('the balance')], { error: 'write told, or an amount' }).optional(),
  /** words of the banner on the account's page, or none */
  banner: text('words of the banner, or none').optional(),
  /** words somewhere in the sync log */
  log: text('words of the sync log').optional(),
});

const app = claims({
  /** words of the headline over the plumb lines on the overview */
  headline: text('words of the headline').optional(),
  /** what needs the person, as the overview words it; none = nothing does */
  attention: z
    .union([z.literal('none'), z.array(text('words of a thing')).min(1)], {
      error: 'write none, or a list of words, one per thing that needs the person',
    })
    .optional(),
  /** told = the sum of the told balances */
  'net-worth': z.union([z.literal('told'), amount('the net worth')], { error: 'write told, or an amount' }).optional(),
  /** how many accounts are listed */
  'account-count': count('the accounts').optional(),
  /** how many questions "Is this the same account?" stand open */
  questions: count('the questions').optional(),
  accounts: claimsByName('an account', appAccount).optional(),
  rows: z
    .array(
      claims(
        {
          text: rowText,
          posted: count('the posted rows').optional(),
          pending: count('the pending rows').optional(),
          total: amount('the total').optional(),
        },
        ['text'],
      ),
      { error: 'write the rows as a list, for example "- { text: HARDWARE, posted: 1 }"' },
    )
    .optional(),
});

export const expectationSchema = claims({ bank: bank.optional(), app: app.optional() });

export type Expectation = z.infer<typeof expectationSchema>;
export type BankExpectation = NonNullable<Expectation['bank']>;
export type BankAccountExpectation = z.infer<typeof bankAccount>;
export type AppExpectation = NonNullable<Expectation['app']>;
export type AppAccountExpectation = z.infer<typeof appAccount>;
