import type { APIRequestContext } from 'playwright/test';
import { actionNamed, send } from './actions.ts';
import type { Bank } from './bank.ts';
import type { Person } from './person.ts';

// How a test comes to its beginning: the actions that the pages send, and no pages. What pages do on the way is shown by
// the tests of signing up and of linking.

/** Signs a new person up; `request` holds their session from then on. `zone`: where they live. */
export async function signUpPastPages(request: APIRequestContext, person: Person, zone: string): Promise<void> {
  const action = actionNamed('app/(public)/actions.ts signUpAction');
  const { leadsTo, outcome } = await send(request, action, { form: { ...person, timeZone: zone, next: '/overview' } });
  if (leadsTo !== '/overview') throw new Error(`Nobody was signed up: ${JSON.stringify(outcome)}`);
}

/** What is linked: accounts by their bank keys, and what may be read of them besides balances and transactions. */
type PlannedLink = { accounts: readonly string[]; permissions: readonly string[] };

/** Links accounts for the person whose session `request` holds; throws unless all of them were. They arrive afterwards. */
export async function linkPastPages(request: APIRequestContext, bank: Bank, link: PlannedLink): Promise<void> {
  const { accounts, permissions } = link;
  const { attemptId, clientSecret } = await ask<{ attemptId: string; clientSecret: string }>(request, 'startLink', {
    purpose: 'link',
    permissions,
  });
  await bank.linkAsPerson(clientSecret, accounts);
  const linked = await ask<{ accounts?: object[] }>(request, 'finishLink', { attemptId });
  if (linked.accounts?.length !== accounts.length) throw new Error(`Not all was linked: ${JSON.stringify(linked)}`);
}

async function ask<T>(request: APIRequestContext, name: string, input: object): Promise<T> {
  const action = actionNamed(`app/(app)/connections/actions.ts ${name}`);
  const { outcome } = await send(request, action, { args: [input] });
  const { ok, value } = outcome as { ok?: boolean; value: T };
  if (!ok) throw new Error(`${name} was refused: ${JSON.stringify(outcome)}`);
  return value;
}
