import { Prisma } from '#prisma-client/client.ts';

/**
 * The accounts that may be ones we hold already, while that is not decided: the same money would be counted twice. They
 * stay out of every sum and of the lists of all rows; each is seen when it is asked for by itself.
 */
export const undecidedAccounts = Prisma.sql`
  ARRAY(SELECT q.account_id FROM relink_question q WHERE q.answer IN ('waiting', 'open'))`;
