import type { TestBank } from '#sandbox/testing/bank.ts';

/** Accounts that are linked one by one, and what is told of each. */
export function testConnections(bank: TestBank) {
  const accounts = () => bank.stripe.financialConnections.accounts;
  const link = async (key: string, options: Parameters<TestBank['link']>[1] = {}) => {
    const linked = await bank.link([key], options);
    const [account] = linked.accounts;
    if (!account) throw new Error('nothing linked');
    return { ...linked, id: account.id };
  };
  /** Short event names and their moments of this object or its login, oldest first. */
  const story = async (object: string) =>
    (await bank.stripe.events.list({ limit: 100 })).data
      .filter((event) => (event.data.object as { id: string }).id === object)
      .map((event) => ({ type: event.type.replace('financial_connections.', ''), at: event.created }))
      .reverse();
  return { accounts, link, story };
}
