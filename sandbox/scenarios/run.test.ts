import { beforeEach, describe, expect, it } from 'vitest';
import { testBank, testInstant } from '#sandbox/testing/bank.ts';
import { startReceiver } from '#sandbox/testing/receiver.ts';
import type { RunReport } from './run.ts';
import { runScenario } from './run.ts';
import { parseScenario } from './scenario.ts';

const bank = testBank();
const beginning = {
  seed: 5,
  now: testInstant,
  clock: 'still',
  pace: { refreshMs: 3_600_000 },
  keepEndpoints: false,
};
beforeEach(() => bank.control('POST', 'reset', beginning));

const scenario = (steps: string, more = '') =>
  parseScenario(
    'test.yaml',
    `title: T\ncomplaint: C\nstory: S\nhousehold: salaried\nlinks:\n  - bank: harborline\n${more}steps:\n${steps}`,
  );
const problems = (report: RunReport) => report.steps.flatMap((step) => step.problems ?? []);

describe('a run of a scenario', () => {
  it('tells what does not hold, and what is there instead', async () => {
    const report = await runScenario(
      bank.world,
      scenario(`  - add-row: { account: savings, text: LUMBER, amount: -10.00 }
  - deactivate: checking
  - expect:
      bank:
        accounts:
          checking: { status: active, id: new }
          savings: { rows: [{ text: lumber, posted: 1 }], balance: right, balance-days-old: 2 }
        events: { account.deactivated: 2 }
`),
    );
    expect(report.ok).toBe(false);
    expect(problems(report)).toEqual([
      'checking: status is inactive, not active',
      'checking: the id is the same as at first',
      expect.stringMatching(/^savings: the told balance is [\d.]+, the true one [\d.]+$/),
      'savings: the told balance is 0 days old, not 2',
      'savings: rows “lumber” posted: 0, not 1',
      'events account.deactivated: 1, not 2',
    ]);
  });

  it('ends at a step that cannot be carried out, and says what to do', async () => {
    const report = await runScenario(
      bank.world,
      scenario('  - post-row: { account: savings, text: NEVER ADDED }\n  - advance: 1 day\n'),
    );
    expect(report.steps).toHaveLength(1);
    expect(problems(report)).toEqual([
      'the bank has no row “NEVER ADDED” on salaried.harborline.savings; add it with add-row before',
    ]);
    expect(report.next).toBe(1);
  });

  it('waits for real people, and goes on from where it stopped with what it counted', async () => {
    await bank.link(['salaried.harborline.checking', 'salaried.harborline.savings']);
    await bank.refreshed();
    const played = scenario(`  - deactivate: checking
  - sign-in-again: harborline
  - expect: { bank: { accounts: { checking: { status: active, id: same } }, events: { account.deactivated: 1, account.reactivated: 1 } } }
`);
    const first = await runScenario(bank.world, played);
    expect(first).toMatchObject({
      people: 'real',
      ok: true,
      next: 3,
      waitsFor: 'the person signs in again at harborline',
    });
    const [account] = (await bank.control<{ accounts: { id: string; status: string }[] }>('GET', 'state')).accounts;
    expect(account?.status).toBe('inactive');
    await bank.control('POST', `accounts/${account?.id}/reactivate`);
    const second = await runScenario(bank.world, played, { from: 3 });
    expect(second).toMatchObject({ ok: true, next: null });
    expect(second.steps[0]?.state).toBe('held');
  });

  const pending = '{ account: savings, text: LUMBER, amount: -10.00, status: pending }';
  const told = (rows: string) => `expect: { bank: { accounts: { savings: { rows: [{ text: LUMBER, ${rows} }] } } } }`;
  const account = (facts: string) => `expect: { bank: { accounts: { savings: { ${facts} } } } }`;
  const effects: [kind: string, steps: string[]][] = [
    ['add-row', ['add-row: { account: savings, text: LUMBER, amount: -10.00 }', 'advance: 1 day', told('posted: 1')]],
    [
      'change-row',
      [
        'add-row: { account: savings, text: TIMBER, amount: -10.00 }',
        'change-row: { account: savings, text: TIMBER, new-text: LUMBER, amount: -11.00 }',
        'advance: 1 day',
        told('posted: 1, total: -11.00'),
      ],
    ],
    [
      'post-row',
      [
        `add-row: ${pending}`,
        'advance: 1 day',
        told('pending: 1'),
        'post-row: { account: savings, text: LUMBER, amount: -12.50 }',
        'advance: 1 day',
        told('pending: 0, posted: 1, total: -12.50'),
      ],
    ],
    [
      'void-row',
      [
        `add-row: ${pending}`,
        'advance: 1 day',
        'void-row: { account: savings, text: LUMBER }',
        'advance: 1 day',
        told('pending: 0, void: 1'),
      ],
    ],
    ['deactivate', ['deactivate: savings', account('status: inactive')]],
    ['reactivate', ['deactivate: savings', 'reactivate: savings', account('status: active, id: same')]],
    ['disconnect', ['disconnect: savings', account('status: disconnected')]],
    ['reissue', ['deactivate: savings', 'reissue: savings', 'sign-in-again: harborline', account('id: new')]],
    ['sign-in-again', ['deactivate: savings', 'sign-in-again: harborline', account('status: active, id: same')]],
    [
      'ask-bank',
      [
        'add-row: { account: savings, text: LUMBER, amount: -10.00 }',
        'advance: 1 hour',
        told('posted: 0'),
        'ask-bank: savings',
        told('posted: 1'),
      ],
    ],
    [
      'disarm',
      [
        'arm: { fault: refresh-fails, account: savings, feature: transactions, times: always }',
        'advance: 1 day',
        account('refresh: failed'),
        'disarm: refresh-fails',
        'advance: 1 day',
        account('refresh: succeeded'),
      ],
    ],
    [
      'heal',
      [
        'advance: 1 day',
        'add-row: { account: savings, text: LUMBER, amount: -10.00 }',
        'arm: { fault: row-duplicated, account: savings }',
        'advance: 1 day',
        told('posted: 2'),
        'heal: savings',
        'advance: 1 day',
        told('posted: 1, void: 1'),
      ],
    ],
  ];

  it.each(effects)('has the effect of %s', async (_, steps) => {
    const written = `  - ${steps.join('\n  - ')}\n`;
    const report = await runScenario(bank.world, scenario(written, 'rows-every: 1 hour\n'));
    expect(problems(report)).toEqual([]);
    expect(report.steps).toHaveLength(steps.length);
  });

  it('completes what is pending, and delivers an event once more', async () => {
    const receiver = await startReceiver();
    await bank.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
    await bank.link(['salaried.harborline.checking', 'salaried.harborline.savings']);
    const [first] = (await bank.control<{ accounts: { id: string }[] }>('GET', 'state')).accounts;
    await bank.stripe.financialConnections.accounts.refresh(first?.id ?? '', { features: ['transactions'] });
    const steps = `  - expect: { bank: { accounts: { checking: { refresh: pending } } } }
  - complete-refreshes: all
  - expect: { bank: { accounts: { checking: { refresh: succeeded } } } }
  - deactivate: checking
  - redeliver: account.deactivated
`;
    expect(problems(await runScenario(bank.world, scenario(steps)))).toEqual([]);
    const heard = () => receiver.deliveries.filter(({ event }) => event.type.endsWith('.deactivated'));
    while (heard().length < 2) await receiver.until(receiver.deliveries.length + 1);
    expect(new Set(heard().map(({ event }) => event.id)).size).toBe(1);
    await receiver.close();
  });

  it('refuses a step that would do nothing, and says what to do', async () => {
    const refused = async (step: string) => {
      await bank.control('POST', 'reset', beginning);
      return problems(await runScenario(bank.world, scenario(`  - ${step}\n`)))[0];
    };
    expect(await refused('reactivate: savings')).toBe('savings is active; deactivate it before');
    expect(
      await refused(
        'arm: { fault: account-closed, account: savings }\n  - arm: { fault: ids-reissued, account: savings }',
      ),
    ).toBe('ids-reissued does nothing to savings: it is closed; leave the step out');
    expect(await refused('disarm: all')).toBe('no fault is armed here any more; leave the step out');
    expect(await refused('ask-bank: savings')).toMatch(
      /^the bank may not be asked about savings yet; write rows-every/,
    );
    expect(await refused('redeliver: account.deactivated')).toMatch(
      /^no account\.deactivated has been delivered since/,
    );
  });

  it('links whose accounts, which of them, and to read what the file says', async () => {
    const content = `title: T\ncomplaint: C\nstory: S\nhousehold: salaried\nlinks:
  - { bank: larkfield, household: family, login: marcus, accounts: [savings], permissions: [balances] }
steps:\n  - advance: 1 day\n`;
    await runScenario(bank.world, parseScenario('test.yaml', content));
    const { accounts } = await bank.control<{ accounts: { bankAccount: string; permissions: string[] }[] }>(
      'GET',
      'state',
    );
    expect(accounts).toMatchObject([{ bankAccount: 'family.larkfield.savings', permissions: ['balances'] }]);
  });

  it('closes an account at the bank, which signing in again does not bring back', async () => {
    const steps = `  - arm: { fault: account-closed, account: savings }
  - sign-in-again: harborline
  - expect:
      bank:
        accounts: { checking: { status: active, id: same }, savings: { status: inactive, id: same } }
        events: { account.deactivated: 1, account.reactivated: 0 }
`;
    expect(problems(await runScenario(bank.world, scenario(steps)))).toEqual([]);
  });

  it('posts and voids only what is pending', async () => {
    const steps = `  - add-row: { account: savings, text: LUMBER, amount: -10.00 }
  - void-row: { account: savings, text: LUMBER }
`;
    expect(problems(await runScenario(bank.world, scenario(steps)))).toEqual([
      '“LUMBER” on savings is posted; only a pending row can post or vanish',
    ]);
  });

  it('expects deliveries where somebody listens', async () => {
    const receiver = await startReceiver();
    await bank.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
    const steps = `  - arm: { fault: webhook-lost, type: account.deactivated }
  - deactivate: savings
  - expect: { bank: { deliveries: { lost: 1, failed: 1 } } }
`;
    const report = await runScenario(bank.world, scenario(steps));
    await receiver.close();
    expect(problems(report)).toEqual(['deliveries failed: 0, not 1']);
  });
});

describe('the control calls', () => {
  it('list the scenarios with story and steps', async () => {
    const { scenarios } = await bank.control<{ scenarios: { name: string; steps: { words: string }[] }[] }>(
      'GET',
      'scenarios',
    );
    const found = scenarios.find(({ name }) => name === 'row-comes-twice');
    expect(found).toMatchObject({ household: 'salaried', problems: [] });
    expect(found?.steps.map(({ words }) => words)).toEqual([
      '1 day later',
      'a posted row of -38.50 “CORNER HARDWARE” on savings',
      'fault row-duplicated (account savings)',
      '1 day later',
      '1 day later',
      'expect of the bank’s side (the app is checked by e2e/scenarios.spec.ts)',
    ]);
  });

  it('refuse a name that there is not', async () => {
    await expect(bank.control('POST', 'scenarios/nothing', {})).rejects.toThrow(
      /404.*No such scenario: nothing; there are/,
    );
  });

  it('begin the world again at the scenario’s start only when told so', async () => {
    const before = await bank.control<{ now: string }>('GET', 'clock');
    await bank.control('POST', 'scenarios/row-comes-twice', { to: 0, people: 'real' });
    expect(await bank.control('GET', 'clock')).toEqual(before);
    await bank.control('POST', 'scenarios/row-comes-twice', { reset: true, to: 1 });
    expect(await bank.control('GET', 'clock')).toMatchObject({ now: '2026-03-17T15:00:00.000Z', clock: 'still' });
  });
});
