import { expect, it } from 'vitest';
import { testBank } from '#sandbox/testing/bank.ts';
import { generateRows } from './generate-rows.ts';
import { tallyOf } from './tallies.ts';
import { commit } from './world.ts';

const bank = testBank();

/** What a look at every single row gives. */
function counted(account: string) {
  const rows = bank.world.store.all<{ json: string }>('select json from transactions where account = ?', account);
  const tally: Record<string, { count: number; total: number }> = {};
  for (const row of rows) {
    const { status, amount } = JSON.parse(row.json) as { status: string; amount: number };
    const line = tally[status] ?? { count: 0, total: 0 };
    tally[status] = { count: line.count + 1, total: line.total + amount };
  }
  return tally;
}

it('the tally that is kept up is what counting every row gives, whatever happens to them', async () => {
  const { accounts } = await bank.link(['salaried.harborline.checking', 'salaried.northgale.card']);
  const ids = accounts.map(({ id }) => id);
  const same = () => {
    for (const id of ids) expect(tallyOf(bank.world, id)).toEqual(counted(id));
  };
  const later = async (days: number) => {
    await bank.control('POST', 'advance', { days });
    for (const id of ids) await bank.stripe.financialConnections.accounts.refresh(id, { features: ['transactions'] });
    await bank.refreshed();
    same();
  };
  same();
  await bank.refreshed();
  same();
  expect(Object.keys(tallyOf(bank.world, ids[1] ?? ''))).toContain('posted');
  const strike = (fault: string, account = ids[1]) => bank.control('POST', 'faults', { fault, account });
  for (const fault of ['row-duplicated', 'sign-flipped', 'page-missing', 'row-changed-after-posting', 'late-row']) {
    await strike(fault);
    await later(2);
  }
  await strike('pending-forever');
  await later(9);
  await bank.control('POST', `accounts/${ids[1]}/heal`);
  await later(1);
  // A change that is taken back takes back what it has counted.
  expect(() =>
    commit(bank.world, () => {
      generateRows(bank.world, ids[0] ?? '', 50, 10);
      same();
      throw new Error('taken back');
    }),
  ).toThrow('taken back');
  same();
  // One that had told no row costs nobody a count.
  const kept = bank.world.tallies.get(ids[0] ?? '');
  expect(kept).toBeDefined();
  await expect(bank.stripe.customers.update('cus_no', {})).rejects.toThrow('No such customer');
  expect(bank.world.tallies.get(ids[0] ?? '')).toBe(kept);
  await bank.control('POST', 'reset', { seed: 7, now: '2026-03-16T15:00:00Z', clock: 'still' });
  expect(tallyOf(bank.world, ids[0] ?? '')).toEqual({});
});
