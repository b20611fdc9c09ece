import { z } from 'zod';
import { institutions } from '#sandbox/institutions.ts';
import { households } from '#sandbox/people/households.ts';
import { eventTypes } from './event-types.ts';
import { expectationSchema } from './expectation-schema.ts';
import { faultSchema } from './fault-schema.ts';
import { amount, count, fields, text, word } from './fields.ts';

type Words = [string, ...string[]];
const householdKeys = households.map(({ key }) => key) as Words;
const bankKeys = institutions.map(({ key }) => key) as Words;

const household = word('a household', householdKeys);
const bank = word('a bank', bankKeys);
const account = text('the account (the last part of its key, for example savings)');
const rowText = text('the text of the row, as the bank writes it');

const permissions = ['balances', 'transactions', 'ownership', 'payment_method'] as const;

/** One way through the bank's dialog: whose login, where, and what may be read. */
const link = fields({
  bank,
  household: household.optional(),
  /** the user name typed at the bank; the household's first one when left out */
  login: text('the user name').optional(),
  /** the accounts to choose; all that the login sees when left out */
  accounts: z.array(account, { error: 'write a list of accounts, for example [checking, savings]' }).min(1).optional(),
  permissions: z
    .array(word('a permission', permissions), { error: `write a list out of ${permissions.join(', ')}` })
    .default(['balances', 'transactions', 'ownership']),
});

const moment = z.iso.datetime({
  offset: true,
  error: 'write a moment with its zone, for example 2026-03-16T15:00:00Z',
});

const clock = fields({
  start: moment.default('2026-03-16T15:00:00Z'),
  runs: word('how the clock goes', ['still', 'running']).default('still'),
});

export type Advance = { to?: string; days?: number; hours?: number };
const isDay = (words: string) => z.iso.date().safeParse(words.slice(3, 13)).success;
const isMoment = (words: string) => words.length === 13 || moment.safeParse(words.slice(3)).success;
const advancePattern = /^(?:(\d+) (day|days|hour|hours)|to (\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?))$/;

const advance = text('how far')
  .regex(advancePattern, { error: 'write how far, for example 1 day, 6 hours, or to 2026-04-01' })
  .refine((words) => !words.startsWith('to ') || (isDay(words) && isMoment(words)), {
    error: 'there is no such day or time; write one that is, for example to 2026-04-01 or to 2026-04-01T09:30:00Z',
  })
  .transform((words): Advance => {
    const [, size, unit = '', to] = advancePattern.exec(words) ?? [];
    if (to !== undefined) return { to };
    return unit.startsWith('day') ? { days: Number(size) } : { hours: Number(size) };
  });

const addRow = fields({
  account,
  text: rowText,
  amount: amount(),
  status: word('a state', ['posted', 'pending']).default('posted'),
  'days-ago': count('how many days ago').max(180, { error: 'banks give 180 days of history' }).default(0),
});

/** What can happen, one thing per step. */
const stepShape = {
  'add-row': addRow,
  'change-row': fields({ account, text: rowText, amount: amount().optional(), 'new-text': rowText.optional() }),
  'post-row': fields({ account, text: rowText, amount: amount().optional() }),
  'void-row': fields({ account, text: rowText }),
  arm: faultSchema,
  disarm: text('the name of a fault, or all'),
  advance,
  deactivate: account,
  reactivate: account,
  disconnect: account,
  reissue: account,
  heal: account,
  'complete-refreshes': z.literal('all', { error: 'write: complete-refreshes: all' }),
  redeliver: word('an event', eventTypes),
  'sign-in-again': bank,
  'ask-bank': account,
  'answer-same-account': fields({ account, answer: word('an answer', ['same', 'different']) }),
  expect: expectationSchema,
};

export type StepKind = keyof typeof stepShape;
export const stepKinds = Object.keys(stepShape) as StepKind[];

const stepFields = Object.fromEntries(
  Object.entries(stepShape).map(([kind, schema]) => [kind, schema.optional()]),
) as unknown as { [Kind in StepKind]: z.ZodOptional<(typeof stepShape)[Kind]> };

const step = fields(stepFields).superRefine((value, context) => {
  const given = Object.keys(value);
  if (given.length < 2) return;
  const last = given.at(-1) ?? '';
  context.addIssue({
    code: 'custom',
    message: `one step does one thing; begin a new line with "- " before ${last}`,
    path: [last],
  });
});

const everyPattern = /^(\d+) (hours?|days?)$/;
const rowsEvery = text('how often')
  .regex(everyPattern, { error: 'write how often rows may be asked for, for example 1 hour' })
  .transform((words) => {
    const [, size, unit = ''] = everyPattern.exec(words) ?? [];
    return Number(size) * (unit.startsWith('day') ? 86_400 : 3_600);
  });

/** A scenario file. Amounts come out in minor units. */
export const scenarioSchema = fields({
  title: text('the title (what one sees happen, in a line)'),
  complaint: text('the complaint (what people say who meet this)'),
  story: text('the story (who, what happens, and what has to hold)'),
  household,
  links: z
    .array(link, { error: 'write the links as a list, for example "- bank: harborline"' })
    .min(1, { error: 'link at least one bank, for example "- bank: harborline"' }),
  clock: clock.default({ start: '2026-03-16T15:00:00Z', runs: 'still' }),
  seed: count('the seed').optional(),
  /** how often the bank lets rows be asked for; a day in an ordinary world. Seconds when read */
  'rows-every': rowsEvery.optional(),
  steps: z
    .array(step, { error: 'write the steps as a list, each line beginning with "- "' })
    .min(1, { error: 'write at least one step' }),
});

export type ScenarioFile = z.infer<typeof scenarioSchema>;
export type Link = ScenarioFile['links'][number];
export type Step = ScenarioFile['steps'][number];
