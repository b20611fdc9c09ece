import type { AccountFacts } from './card-query.ts';
import type { NamedAccount, ReadingFailure } from './view.ts';

type Linked = Pick<AccountFacts, 'id' | 'name' | 'connectionId' | 'institutionName' | 'lastCompleteAt'>;
type Failing = Linked & Pick<AccountFacts, 'failure'>;
type Together = {
  readonly connectionId: string;
  readonly institutionName: string;
  readonly accounts: readonly NamedAccount[];
  readonly lastCompleteAt: Date | null;
};

/** The accounts of each sign-in at a bank, told of as one: they fail together, and are mended together. */
export function byConnection(accounts: readonly Linked[]): Together[] {
  return [...Map.groupBy(accounts, ({ connectionId }) => connectionId)].map(([connectionId, members]) => ({
    connectionId,
    institutionName: members[0]?.institutionName ?? '',
    accounts: members.map(({ id, name }) => ({ id, name })),
    lastCompleteAt: earliest(members.map(({ lastCompleteAt }) => lastCompleteAt)),
  }));
}

/** Newest first; accounts that failed in different ways are told apart. */
export function readingFailures(accounts: readonly Failing[]): ReadingFailure[] {
  return [...Map.groupBy(accounts, ({ failure }) => failure?.errorCode)]
    .flatMap(([errorCode, alike]) => {
      if (errorCode === undefined) return [];
      const failedAt = ({ connectionId }: Together) =>
        alike.flatMap((one) => (one.connectionId === connectionId && one.failure ? [one.failure.at.getTime()] : []));
      return byConnection(alike).map((one) => ({ ...one, errorCode, at: new Date(Math.max(...failedAt(one))) }));
    })
    .sort((a, b) => b.at.getTime() - a.at.getTime());
}

/** Null when one is not known. */
function earliest(moments: readonly (Date | null)[]): Date | null {
  const known = moments.flatMap((moment) => (moment ? [moment.getTime()] : []));
  return known.length === moments.length ? new Date(Math.min(...known)) : null;
}
