import { Prisma } from '#prisma-client/client.ts';

/**
 * What an account is called, as SQL over its row and its setting under these aliases (the setting by a LEFT JOIN): the
 * person's name for it, else the bank's, else the institution and the last four digits.
 */
export function shownName(account: 'a' | 'c', setting: 's' | 't'): Prisma.Sql {
  return Prisma.raw(
    `coalesce(${setting}.name, ${account}.display_name, ${account}.institution_name || coalesce(' ' || ${account}.last4, ''))`,
  );
}
