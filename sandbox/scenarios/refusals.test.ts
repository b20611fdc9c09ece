import { describe, expect, it } from 'vitest';
import { faultCatalogue } from '#sandbox/world/faults.ts';
import { detailKeys } from './fault-schema.ts';
import { FileRefused } from './located.ts';
import { parseScenario } from './scenario.ts';

const head = `title: A test
complaint: Somebody complains
story: Somebody does something, and something has to hold
household: salaried
links:
  - bank: harborline
`;

/** Everything that is wrong with a file, a line each. */
function refusals(content: string): string[] {
  try {
    parseScenario('test.yaml', content);
    return [];
  } catch (error) {
    if (error instanceof FileRefused) return error.message.split('\n');
    throw error;
  }
}

const withSteps = (...steps: string[]) => refusals(`${head}steps:\n${steps.map((step) => `  - ${step}\n`).join('')}`);

describe('a scenario that cannot be read says file, line and remedy', () => {
  it('for a step that there is not', () => {
    expect(withSteps('advance: 1 day', 'advence: 2 days')).toEqual([
      'test.yaml:9:5: steps[2]: there is no key "advence"; write advance',
    ]);
  });

  it('for a fault that there is not, and for one that does not take what it is given', () => {
    const [unknown, extra] = withSteps(
      'arm: { fault: row-duplicate, account: savings }',
      'arm: { fault: row-duplicated, account: savings, days: 3 }',
    );
    expect(unknown).toBe('test.yaml:8:19: steps[1].arm.fault: there is no fault "row-duplicate"; write row-duplicated');
    expect(extra).toBe('test.yaml:9:59: steps[2].arm.days: row-duplicated does not take days; it takes account, rows');
  });

  it('for an account that is not linked, also where an expectation names it', () => {
    const said = withSteps(
      'deactivate: saving',
      'expect: { bank: { accounts: { card: { status: active } } } }',
      'add-row: { account: checking, text: A, amount: -1 }',
    );
    expect(said).toEqual([
      'test.yaml:8:17: steps[1].deactivate: there is no linked account "saving"; write savings',
      'test.yaml:9:35: steps[2].expect.bank.accounts: there is no linked account "card"; write one of: checking, savings',
    ]);
  });

  it('for amounts, times and counts that are none', () => {
    expect(
      withSteps(
        'add-row: { account: savings, text: A, amount: "12" }',
        'add-row: { account: savings, text: 417, amount: -1.005 }',
        'advance: two days',
        'arm: { fault: slow, times: never }',
      ),
    ).toEqual([
      expect.stringMatching(/^test\.yaml:8:51: steps\[1\]\.add-row\.amount: write the amount as a number/),
      expect.stringMatching(/^test\.yaml:9:40: .* as text, in quotes: "417"$/),
      expect.stringMatching(/^test\.yaml:9:53: .*two decimals/),
      expect.stringMatching(/^test\.yaml:10:14: steps\[3\]\.advance: write how far, for example 1 day/),
      expect.stringMatching(/^test\.yaml:11:32: .*or always$/),
    ]);
  });

  it('for what is missing, at the mapping that lacks it', () => {
    expect(withSteps('add-row: { account: savings, amount: -1 }')).toEqual([
      'test.yaml:8:5: steps[1].add-row.text: the text of the row, as the bank writes it is missing; add it',
    ]);
    expect(withSteps('arm: { fault: late-row }')[0]).toContain('add account, for example account: savings');
    expect(withSteps('expect: {}')).toEqual(['test.yaml:8:5: steps[1].expect: expect something here: add bank, app']);
    expect(refusals('title: A\n')).toHaveLength(5);
    expect(withSteps('{}')[0]).toContain('steps[1]: an empty step; write one of add-row');
  });

  it('for a step of two things, and for a clock that would go back', () => {
    expect(withSteps('{ advance: 1 day, heal: savings }')[0]).toBe(
      'test.yaml:8:29: steps[1].heal: one step does one thing; begin a new line with "- " before heal',
    );
    expect(withSteps('advance: 2 days', 'advance: to 2026-03-17')[0]).toBe(
      'test.yaml:9:14: steps[2].advance: the clock never goes back; by this step it is 2026-03-18T15:00:00.000Z',
    );
  });

  it('for a bank where the household has no account', () => {
    const said = refusals(`${head.replace('harborline', 'tidewell')}steps:\n  - advance: 1 day\n`);
    expect(said).toEqual([
      'test.yaml:6:11: links[1].bank: nora of salaried has no account at tidewell; salaried banks at harborline, northgale',
    ]);
  });

  it('for how often rows may be asked for', () => {
    const said = refusals(`${head}rows-every: hourly\nsteps:\n  - advance: 1 day\n`);
    expect(said).toEqual(['test.yaml:7:13: rows-every: write how often rows may be asked for, for example 1 hour']);
  });

  it('for an event that there is not', () => {
    expect(
      withSteps(
        'expect: { bank: { events: { account.deactivate: 1 } } }',
        'redeliver: account.refreshed_transaction',
        'expect: { bank: { events: { account.created: -1 } } }',
      ),
    ).toEqual([
      'test.yaml:8:33: steps[1].expect.bank.events: there is no event "account.deactivate"; write account.deactivated',
      'test.yaml:9:16: steps[2].redeliver: there is no event "account.refreshed_transaction"; write account.refreshed_transactions',
      'test.yaml:10:50: steps[3].expect.bank.events.account.created: write a whole number from 0 on, or some',
    ]);
  });

  it('for a day or a time that there is not, and for no times at all', () => {
    const none = /there is no such day or time; write one that is/;
    for (const to of ['2026-13-45', '2026-04-31', '2026-04-30T25:00:00Z']) {
      expect(withSteps(`advance: to ${to}`)).toEqual([expect.stringMatching(none)]);
    }
    expect(withSteps('advance: to 2026-04-30T23:00:00Z', 'advance: to 2028-02-29')).toEqual([]);
    expect(withSteps('arm: { fault: slow, times: 0 }')).toEqual([
      'test.yaml:8:32: steps[1].arm.times: write times as a whole number from 1 on, or always',
    ]);
  });

  it('for an expectation that claims nothing', () => {
    for (const [said, place, remedy] of [
      ['bank: {}', 'bank', 'add accounts, events, deliveries'],
      ['bank: { accounts: { savings: {} } }', 'bank.accounts.savings', 'add status, id, balance'],
      ['bank: { accounts: { savings: { rows: [{ text: ZZZ }] } } }', 'bank.accounts.savings.rows[1]', 'add posted,'],
      ['bank: { events: {} }', 'bank.events', 'add an event'],
      ['app: { accounts: {} }', 'app.accounts', 'add an account'],
      ['app: { rows: [{ text: ZZZ }] }', 'app.rows[1]', 'add posted, pending, total'],
    ] as const) {
      const [problem = ''] = withSteps(`expect: { ${said} }`);
      expect(problem).toContain(`steps[1].expect.${place}: expect something here: ${remedy}`);
    }
  });

  it('for what is not the notation', () => {
    const [said] = refusals(`${head}steps:\n\t- advance: 1 day\n`);
    expect(said).toMatch(/^test\.yaml:8:\d+: .*Indent with spaces/);
    expect(withSteps('add-row: { account: savings, text: *SALT, amount: -1 }')).toEqual([
      expect.stringMatching(/^test\.yaml:8:40: nothing is named &SALT\. .* in quotes\.$/),
    ]);
    expect(withSteps('add-row: { account: savings, text: A, text: B, amount: -1 }')).toEqual([
      'test.yaml:8:43: this key stands there twice; leave one of them',
    ]);
    expect(refusals('')[0]).toMatch(/^test\.yaml:1:1: /);
  });
});

describe('a scenario can arm', () => {
  it.each(Object.keys(faultCatalogue))('the fault %s with everything that it takes', (fault) => {
    const { takes } = faultCatalogue[fault as keyof typeof faultCatalogue];
    const values: Record<string, string> = {
      path: '/v1/customers',
      account: 'savings',
      bank: 'harborline',
      feature: 'balance',
      type: 'account.refreshed_balance',
      amount: '-1.25',
      after: 'true',
      deactivates: 'true',
      'should-retry': 'false',
    };
    const details = takes.map((name) => `${detailKeys[name]}: ${values[detailKeys[name]] ?? '2'}`);
    const scenario = parseScenario(
      'test.yaml',
      `${head}steps:\n  - arm: { ${[`fault: ${fault}`, ...details].join(', ')} }\n`,
    );
    expect(Object.keys(scenario.steps[0]?.step.arm ?? {})).toEqual(
      expect.arrayContaining(['fault', 'times', ...takes.map((name) => detailKeys[name])]),
    );
  });
});
