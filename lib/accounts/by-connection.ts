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
  const names = new Map(accounts.map(({ connectionId, institutionName }) => [connectionId, institutionName]));
  return [...names].map(([connectionId, institutionName]) => {
    const members = accounts.filter((account) => account.connectionId === connectionId);
    return {
      connectionId,
      institutionName,
      accounts: members.map(({ id, name }) => ({ id, name })),
      lastCompleteAt: earliest(members.map(({ lastCompleteAt }) => lastCompleteAt)),
    };
  });
}

/** Newest first; accounts that failed in different ways are told apart. */
export function readingFailures(accounts: readonly Failing[]): ReadingFailure[] {
  const failures = accounts.flatMap(({ connectionId, failure }) => (failure ? [{ connectionId, ...failure }] : []));
  const newestFirst = failures.sort((a, b) => b.at.getTime() - a.at.getTime());
  return newestFirst
    .filter((one, i) => newestFirst.findIndex((other) => isAlike(one, other)) === i)
    .flatMap((one) => {
      const alike = accounts.filter(
        ({ connectionId, failure }) => failure && isAlike(one, { connectionId, ...failure }),
      );
      return byConnection(alike).map((together) => ({ ...together, errorCode: one.errorCode, at: one.at }));
    });
}

function isAlike(one: Failed, other: Failed): boolean {
  return one.connectionId === other.connectionId && one.errorCode === other.errorCode;
}
type Failed = Pick<ReadingFailure, 'connectionId' | 'errorCode'>;

/** Null when one is not known. */
function earliest(moments: readonly (Date | null)[]): Date | null {
  const known = moments.flatMap((moment) => (moment ? [moment.getTime()] : []));
  return known.length === moments.length ? new Date(Math.min(...known)) : null;
}
