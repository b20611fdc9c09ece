import { describe, expect, test } from 'vitest';
import * as rules from './architecture/rules.ts';
import { readSources, sourceOf } from './architecture/source.ts';

/** For each rule: files that keep it, and files that break it, so that no rule can hold by never looking. */
type Case = { rule: rules.Rule; says: string; keeps: [string, string][]; breaks: [string, string][][] };

const dialog = "'use client';\nimport { loadStripe } from '@stripe/stripe-js/pure';";

const cases: Case[] = [
  {
    rule: rules.vendorHasOneFolder,
    says: 'the vendor is known in one folder and in the one file that opens its dialog',
    keeps: [
      ['lib/bank/stripe/client.ts', "import Stripe from 'stripe';"],
      ['app/(app)/connections/link.client.tsx', dialog],
    ],
    breaks: [
      [['lib/sync/run.ts', "import type Stripe from 'stripe';"]],
      [['app/page.tsx', "import { loadStripe } from '@stripe/stripe-js';"]],
      [
        ['app/a/link.client.tsx', dialog],
        ['app/b/link.client.tsx', dialog],
      ],
    ],
  },
  {
    rule: rules.vendorWordsStayInside,
    says: 'ids of the vendor are not spelled out elsewhere',
    keeps: [['lib/bank/stripe/events.ts', "const shape = 'fca_';"]],
    breaks: [[['lib/linking/candidates.ts', "if (ref.startsWith('fca_')) return;"]]],
  },
  {
    rule: rules.sandboxIsApart,
    says: 'app and sandbox do not know each other',
    keeps: [
      ['sandbox/main.ts', "import { x } from '#sandbox/server.ts';"],
      ['lib/bank/stripe/port.contract.test.ts', "import { startSandbox } from '#sandbox/server.ts';"],
    ],
    breaks: [
      [['lib/demo/start-demo.ts', "import { households } from '#sandbox/people/households.ts';"]],
      [['sandbox/api/lists.ts', "import { day } from '#lib/dates/day.ts';"]],
      [['app/page.tsx', 'if (isSandbox) return null;']],
    ],
  },
  {
    rule: rules.libKnowsNoScreen,
    says: 'lib imports no framework and no screen',
    keeps: [['app/page.tsx', "import { redirect } from 'next/navigation';"]],
    breaks: [
      [['lib/auth/viewer.ts', "import { cookies } from 'next/headers';"]],
      [['lib/accounts/view.ts', "import { cache } from 'react';"]],
      [['lib/accounts/view.ts', "import { words } from '#components/words.ts';"]],
    ],
  },
  {
    rule: rules.nounsArePure,
    says: 'nouns reach no database, bank, environment, clock or log, not even through others',
    keeps: [
      ['lib/sync/changes.ts', "import type { Tx } from '../db/transact.ts';\nimport { day } from '../dates/day.ts';"],
      ['lib/sync/handle-bank-event.ts', "import { transactFor } from '../db/transact.ts';"],
    ],
    breaks: [
      [['lib/sync/changes.ts', "import { wallNow } from '../clock.ts';"]],
      [['lib/money/money.ts', "import { log } from '../log.ts';"]],
      [
        ['lib/sync/changes.ts', "import { rows } from './read-rows.ts';"],
        ['lib/sync/read-rows.ts', "import { transactFor } from '../db/transact.ts';"],
      ],
    ],
  },
  {
    rule: rules.arrowsPointUp,
    says: 'lib reads top to bottom',
    keeps: [['lib/sync/run.ts', "import { judge } from '../proof/interval.ts';\nimport { plan } from './changes.ts';"]],
    breaks: [
      [['lib/proof/interval.ts', "import { plan } from '../sync/changes.ts';"]],
      [['lib/env.ts', "import { log } from './log.ts';"]],
      [['lib/ledger/view.ts', "import type { Run } from '#lib/sync/run.ts';"]],
      [['lib/elsewhere/thing.ts', '']],
    ],
  },
  {
    rule: rules.noCycles,
    says: 'no file reaches itself',
    keeps: [
      ['lib/proof/a.ts', "import { b } from './b.ts';"],
      ['lib/proof/b.ts', "import type { A } from './a.ts';"],
    ],
    breaks: [
      [
        ['lib/proof/a.ts', "import { b } from './b.ts';"],
        ['lib/proof/b.ts', "import { c } from './c.ts';"],
        ['lib/proof/c.ts', "export { a } from './a.ts';"],
      ],
    ],
  },
  {
    rule: rules.componentsTakeProps,
    says: 'components neither fetch nor change, and know no page',
    keeps: [['components/figure.tsx', "import { format } from '#lib/money/format.ts';"]],
    breaks: [
      [['components/list.client.tsx', "const rows = await fetch('/api/rows');"]],
      [['components/list.tsx', "import { transact } from '#lib/db/transact.ts';"]],
      [['components/list.tsx', "import { save } from '#app/(app)/accounts/actions.ts';"]],
    ],
  },
  {
    rule: rules.browserFilesSaySo,
    says: 'files for the browser are named so',
    keeps: [
      ['components/menu.client.tsx', "'use client';\nexport const a = 1;"],
      ['app/error.tsx', "'use client';"],
    ],
    breaks: [[['components/menu.tsx', "'use client';"]], [['components/menu.client.tsx', 'export const a = 1;']]],
  },
  {
    rule: rules.viewersComeFirst,
    says: 'queries and commands take a viewer, or the transaction made from one, first',
    keeps: [['lib/accounts/queries.ts', 'export async function listAccounts(tx: Tx): Promise<View[]> {}']],
    breaks: [
      [['lib/accounts/queries.ts', 'export async function listAccounts(householdId: string) {}']],
      [['lib/ledger/detail-query.ts', 'export function all(): Promise<void> {}']],
    ],
  },
  {
    rule: rules.unattendedWorkHasTwoDoors,
    says: 'work without a viewer is begun by the webhook door and the job handlers only',
    keeps: [
      ['lib/sync/handle-bank-event.ts', 'await transactFor(id, work);'],
      ['app/_shared/job-handlers.ts', "import { handle } from '#lib/sync/handle-bank-event.ts';"],
    ],
    breaks: [
      [['app/(app)/accounts/actions.ts', 'await transactFor(id, work);']],
      [
        ['lib/sync/handle-bank-event.ts', 'await transactFor(id, work);'],
        ['app/(app)/accounts/actions.ts', "import { handle } from '#lib/sync/handle-bank-event.ts';"],
      ],
    ],
  },
  {
    rule: rules.peopleAndHouseholdsMeetRarely,
    says: 'people and a household are reached together only where they begin and end together',
    keeps: [['lib/households/create-person.ts', 'await transactAcross(id, work);']],
    breaks: [[['lib/sync/run.ts', 'await transactAcross(id, work);']]],
  },
  {
    rule: rules.authorizationIsNotInLayouts,
    says: 'no layout decides who may do what',
    keeps: [['app/(app)/accounts/actions.ts', 'assertMayEdit(viewer);']],
    breaks: [[['app/(app)/layout.tsx', "if (viewer.role !== 'owner') notFound();"]]],
  },
  {
    rule: rules.databaseHasFewDoors,
    says: 'the database client is for transact, the closed list, jobs and sign-in',
    keeps: [['lib/db/system.ts', "import { database } from './client.ts';"]],
    breaks: [[['lib/ledger/queries.ts', "import { database } from '../db/client.ts';"]]],
  },
  {
    rule: rules.roleIsSetOnce,
    says: 'one file sets the role of a transaction',
    keeps: [['lib/db/transact.ts', "set_config('role', 'plumb_app', true)"]],
    breaks: [[['lib/ledger/queries.ts', "SELECT set_config('role', 'none', true)"]]],
  },
  {
    rule: rules.moneyIsExact,
    says: 'amounts are never floats',
    keeps: [['lib/ledger/view.ts', 'export type Row = { amountMinor: bigint; rowCount: number };']],
    breaks: [
      [['lib/ledger/view.ts', 'const amount = parseFloat(text);']],
      [['components/figure.tsx', 'return value.toFixed(2);']],
      [['components/figure.tsx', 'const dollars = Number(amountMinor) / 100;']],
      [['lib/ledger/view.ts', 'export type Row = { amountMinor: number };']],
    ],
  },
  {
    rule: rules.figuresWordAmounts,
    says: 'an amount gets on a screen by Figure, and nothing else words it',
    keeps: [
      ['components/figure.tsx', "import { formatMoney } from '#lib/money/format.ts';"],
      ['app/(app)/transactions/chips.ts', "import { formatMoney } from '#lib/money/format.ts';"],
      ['app/(app)/overview/page.tsx', "import type { MoneyText } from '#lib/money/format.ts';"],
      ['lib/ledger/filter.ts', "import { toDecimal } from '../money/format.ts';"],
    ],
    breaks: [
      [['app/(app)/overview/page.tsx', "import { formatMoney } from '#lib/money/format.ts';"]],
      [['components/charts/frame.tsx', "import { toDecimal } from '#lib/money/format.ts';"]],
      [['components/total.tsx', "new Intl.NumberFormat('en-US', { currency })"]],
      [['app/(app)/overview/words.ts', "amount.toLocaleString('en-US', { style: 'currency', currency })"]],
    ],
  },
  {
    rule: rules.ambientHasOneFileEach,
    says: 'environment, clock and chance have one file each',
    keeps: [
      ['lib/env.ts', 'read(process.env)'],
      ['lib/clock.ts', 'return new Date();'],
      ['lib/ledger/view.ts', 'const at = new Date(text);\n// Date.now() is said in a comment only'],
    ],
    breaks: [
      [['app/page.tsx', 'const url = process.env.PUBLIC_URL;']],
      [['lib/sync/run.ts', 'const at = Date.now();']],
      [['components/ago.tsx', 'const now = new Date();']],
      [['lib/sync/run.ts', 'const pause = Math.random();']],
    ],
  },
  {
    rule: rules.namesMeanSomething,
    says: 'no file is named after nothing',
    keeps: [['lib/ids.ts', '']],
    breaks: [[['lib/utils.ts', '']], [['components/common/button.tsx', '']], [['lib/ledger/index.ts', '']]],
  },
  {
    rule: rules.pureTestsSetNothing,
    says: 'a test that sets something of its process says so in its name',
    keeps: [
      ['lib/db/seal.process.test.ts', 'forgetEnv();'],
      ['lib/db/transact.db.test.ts', "setTestSettings({ LOG_LEVEL: 'error' });"],
      ['scripts/sandbox.test.ts', 'const env = { ...process.env, SANDBOX_PORT: String(port) };'],
      ['sandbox/world/cost.test.ts', "vi.spyOn(world.store, 'statement');"],
    ],
    breaks: [
      [['lib/db/seal.test.ts', 'forgetEnv();']],
      [['app/totals.test.tsx', "beforeAll(() => setTestSettings({ LOG_LEVEL: 'error' }));"]],
      [['scripts/browser.test.ts', "vi.stubEnv('PATH', folder);"]],
      [['lib/auth/peer.test.ts', 'process.env.TRUSTED_PROXIES = proxies;']],
      [['lib/auth/peer.test.ts', "process.env['TRUSTED_PROXIES'] ??= proxies;"]],
      [['lib/auth/peer.test.ts', 'delete process.env.TRUSTED_PROXIES;']],
      [['lib/clock.test.ts', 'vi.useFakeTimers();']],
      [['lib/clock.test.ts', "vi.spyOn(Date, 'now').mockReturnValue(0);"]],
      [['lib/log.test.ts', "vi.spyOn(process.stdout, 'write');"]],
      [['lib/bank/client.test.ts', 'globalThis.fetch = answer;']],
    ],
  },
];

const repository = readSources();

describe('the house', () => {
  test('has a test for every rule', () => {
    const tested = new Set(cases.map(({ rule }) => rule));
    const all = Object.entries(rules).filter(([name]) => name !== 'isNoun');
    expect(all.filter(([, rule]) => !tested.has(rule as rules.Rule)).map(([name]) => name)).toEqual([]);
  });

  test('is looked at whole', () => {
    expect(repository.filter(({ path }) => path.startsWith('lib/')).length).toBeGreaterThan(50);
    expect(repository.flatMap(({ imports }) => imports).length).toBeGreaterThan(200);
  });

  describe.each(cases)('$says', ({ rule, keeps, breaks }) => {
    test('here', () => {
      expect(rule(repository)).toEqual([]);
    });

    test('and the rule can tell', () => {
      expect(rule(keeps.map(([path, text]) => sourceOf(path, text)))).toEqual([]);
      for (const files of breaks) {
        const found = rule(files.map(([path, text]) => sourceOf(path, text)));
        expect(found, JSON.stringify(files)).not.toEqual([]);
      }
    });
  });
});
