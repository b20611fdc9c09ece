import type { Tx } from '#lib/db/transact.ts';
import { transactAcross } from '#lib/db/transact.ts';
import { newId } from '#lib/ids.ts';
import { failed, ok, type Result } from '#lib/result.ts';
import { Prisma } from '#prisma-client/client.ts';

export type NewPerson = {
  name: string;
  email: string;
  /** null: nobody can sign in with a password */
  passwordHash: string | null;
  timeZone: string;
  isDemo: boolean;
};

/**
 * Makes a person and the household that they own, in one transaction: neither is ever without the other. `also` runs in
 * it too, under the household's policies.
 *
 * @param now product time, for the household; @param wallNow for the person and what they sign in with
 */
export async function createPerson(
  person: NewPerson,
  now: Date,
  wallNow: Date,
  also: (tx: Tx) => Promise<void> = async () => {},
): Promise<Result<{ userId: string; householdId: string }, 'taken'>> {
  const userId = newId();
  const householdId = newId();
  try {
    await transactAcross(householdId, async (tx, outside) => {
      await outside((client) => writePerson(client, userId, person, wallNow));
      const name = `${person.name}’s household`;
      await tx.household.create({
        data: { id: householdId, name, timeZone: person.timeZone, isDemo: person.isDemo, createdAt: now },
      });
      await tx.membership.create({ data: { householdId, userId, role: 'owner', createdAt: now } });
      await tx.preference.create({ data: { householdId, userId } });
      await also(tx);
    });
  } catch (error) {
    // The unique e-mail decides, not a look before: of two sign-ups at once, one comes here.
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return failed('taken');
    throw error;
  }
  return ok({ userId, householdId });
}

async function writePerson(client: Prisma.TransactionClient, userId: string, person: NewPerson, wallNow: Date) {
  const at = { createdAt: wallNow, updatedAt: wallNow };
  await client.user.create({ data: { id: userId, name: person.name, email: person.email, ...at } });
  if (person.passwordHash === null) return;
  const password = person.passwordHash;
  await client.credential.create({
    data: { id: newId(), userId, accountId: userId, providerId: 'credential', password, ...at },
  });
}
