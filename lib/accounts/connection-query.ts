import type { Day } from '../dates/day.ts';
import type { Tx } from '../db/transact.ts';
import { permissionViews } from './account-query.ts';
import { readingFailures } from './by-connection.ts';
import { accountFacts } from './card-query.ts';
import { postedRowCounts } from './row-count-query.ts';
import type { ConnectionView } from './view.ts';

/** Each institution that was linked, by name, with its accounts; one whose accounts were all erased is left out. */
export async function connectionList(tx: Tx, today: Day, wallNow: Date): Promise<ConnectionView[]> {
  const facts = await accountFacts(tx, today, wallNow);
  const ids = facts.map((account) => account.id);
  const connections = await tx.$queryRaw<{ id: string; institutionName: string; createdAt: Date }[]>`
    SELECT id, institution_name AS "institutionName", created_at AS "createdAt" FROM connection
    ORDER BY institution_name, created_at`;
  const rowCounts = await postedRowCounts(tx, ids);
  const failures = readingFailures(facts);
  const permissions = await permissionViews(tx, facts);
  return connections
    .map((connection) => ({
      ...connection,
      failures: failures.filter(({ connectionId }) => connectionId === connection.id),
      accounts: facts
        .filter((account) => account.connectionId === connection.id)
        .map((account) => ({
          ...account,
          permissions: permissions.get(account.id) ?? [],
          rowCount: rowCounts.get(account.id) ?? 0,
        })),
    }))
    .filter((connection) => connection.accounts.length > 0);
}
