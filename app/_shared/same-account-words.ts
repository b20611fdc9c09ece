/**
 * The question whether a newly linked account continues an earlier one. Mostly both have the same name, which is then said
 * once.
 */
export function sameAccountWords({
  accountName,
  candidateName,
}: {
  accountName: string;
  candidateName: string;
}): string {
  return `Is the new ${accountName} the same account as ${earlierWords(accountName, candidateName)}?`;
}

/** The earlier account, beside the new one's name. */
export function earlierWords(accountName: string, candidateName: string): string {
  return candidateName === accountName ? 'the earlier one' : `the earlier ${candidateName}`;
}
