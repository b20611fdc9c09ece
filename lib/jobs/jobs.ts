import { z } from 'zod';
import { newId } from '../ids.ts';

const uuid = z.uuid();
const ofAccount = z.object({ householdId: uuid, accountId: uuid });

/** Why a sync runs: the sync log shows it. */
const syncCauses = ['link', 'event', 'person', 'sweep', 'relink'] as const;

/** The closed list of jobs: what each carries. Ids only where the rest can be read when it runs. */
export const jobSchemas = {
  'sync-account': ofAccount.extend({ cause: z.enum(syncCauses) }),
  'finish-link': z.object({ householdId: uuid, linkAttemptId: uuid }),
  'disconnect-replaced': z.object({ householdId: uuid, accountRef: z.string().min(1) }),
  'read-owners': ofAccount,
  'request-balance': ofAccount,
  'record-balance': ofAccount,
  'handle-bank-event': z.object({ eventId: z.string().min(1) }),
  sweep: z.object({}),
  'send-mail': z.object({
    to: z.email(),
    template: z.enum(['confirm-email', 'reset-password', 'password-changed', 'already-here']),
    /** what the template's words need */
    values: z.record(z.string(), z.string()).default({}),
  }),
  'erase-household': z.object({ householdId: uuid }),
} as const;

export type JobName = keyof typeof jobSchemas;
export type JobData<Name extends JobName> = z.output<(typeof jobSchemas)[Name]>;
export type Job = {
  [Name in JobName]: { name: Name; data: z.input<(typeof jobSchemas)[Name]>; key?: string };
}[JobName];

/** The names of all jobs. */
export const jobNames = Object.keys(jobSchemas) as JobName[];

const ownKey: { [Name in JobName]: (data: JobData<Name>) => string } = {
  'sync-account': ({ accountId }) => accountId,
  'finish-link': ({ linkAttemptId }) => linkAttemptId,
  'disconnect-replaced': ({ accountRef }) => accountRef,
  'read-owners': ({ accountId }) => accountId,
  'request-balance': ({ accountId }) => accountId,
  'record-balance': ({ accountId }) => accountId,
  'handle-bank-event': ({ eventId }) => eventId,
  sweep: () => 'sweep',
  // Two letters to one person are two letters.
  'send-mail': () => newId(),
  'erase-household': ({ householdId }) => householdId,
};

/** What a job coalesces on unless it says so itself: per key one job waits, no more. */
export function keyOf<Name extends JobName>(name: Name, data: JobData<Name>): string {
  return ownKey[name](data);
}
