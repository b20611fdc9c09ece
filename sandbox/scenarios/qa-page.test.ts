import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { households } from '#sandbox/people/households.ts';
import { type FaultName, faultCatalogue } from '#sandbox/world/faults.ts';
import { proofWords } from './expectation-schema.ts';
import { detailKeys } from './fault-schema.ts';
import { shortName } from './scenario.ts';
import { stepKinds } from './schema.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const page = read('docs/qa.md');

/** The table of the faults as the page has to have it. */
function faultTable(): string {
  const acts = {
    requests: 'the next requests',
    refreshes: 'the next readings',
    events: 'the next events',
    'at once': 'at once',
  };
  const lines = (Object.keys(faultCatalogue) as FaultName[]).map((name) => {
    const entry = faultCatalogue[name];
    const takes = entry.takes.map((detail) => `\`${detailKeys[detail]}\``).join(', ');
    return `| \`${name}\` | ${entry.title} | ${entry.effect} | ${acts[entry.acts]} | ${takes} |`;
  });
  return ['| Fault | in the console | what happens | when | takes |', '| --- | --- | --- | --- | --- |', ...lines].join(
    '\n',
  );
}

function householdTable(): string {
  return households
    .map(({ key, accounts }) => {
      const banks = [...new Set(accounts.map(({ institution }) => institution))].map((bank) => {
        const names = accounts
          .filter(({ institution }) => institution === bank)
          .map((account) => shortName(account.key));
        return `\`${bank}\`: ${names.join(', ')}`;
      });
      return `| \`${key}\` | ${banks.join('; ')} |`;
    })
    .join('\n');
}

describe('the page for QA', () => {
  it('lists every fault as the catalogue has it', () => {
    expect(page).toContain(faultTable());
  });

  it('lists every household with its banks', () => {
    expect(page).toContain(householdTable());
  });

  it('names every step, every state of proof and every page model', () => {
    const models = readdirSync(new URL('e2e/pages', root));
    for (const name of [...stepKinds, ...proofWords]) expect(page).toMatch(new RegExp(`\`${name}[\`:]`));
    for (const file of models) expect(page).toContain(`\`${file}\``);
  });

  it('shows a flow and a scenario that are tests', () => {
    const [, ...flow] = read('e2e/example.spec.ts').split('\n');
    expect(page).toContain(`\`\`\`ts\n${flow.join('\n')}\`\`\``);
    expect(page).toContain(`\`\`\`yaml\n${read('sandbox/scenarios/row-comes-twice.yaml')}\`\`\``);
  });
});
