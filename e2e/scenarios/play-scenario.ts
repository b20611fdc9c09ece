import { expect, type Page } from 'playwright/test';
import { findInstitution } from '../../sandbox/institutions.ts';
import type { Played, RunReport } from '../../sandbox/scenarios/run.ts';
import type { PlannedLink, PlannedStep, Scenario } from '../../sandbox/scenarios/scenario.ts';
import { findBankAccount } from '../../sandbox/world/bank.ts';
import type { Bank } from '../bank.ts';
import type { TestClock } from '../clock.ts';
import { AccountPage } from '../pages/account-page.ts';
import { ConnectionsPage } from '../pages/connections-page.ts';
import { LinkPage } from '../pages/link-page.ts';
import { OverviewPage } from '../pages/overview-page.ts';
import { linkPastPages } from '../past-pages.ts';
import { appProblems } from './app-problems.ts';

/** A scenario at work: the person's page, the bank's side, and the time of both. */
export type Stage = { page: Page; bank: Bank; clock: TestClock; scenario: Scenario };

/** How long an expectation may take to come true, in milliseconds: what was lost is found by the next sweep. */
const patienceMs = 20_000;

/**
 * Plays a scenario against the app: what it begins with is linked past the pages, then the person's steps in the browser, the
 * bank's by its control routes, and what is expected on both sides. The person of the page has an empty household.
 *
 * @param seed what the people of the world are made of
 */
export async function playScenario(stage: Stage, seed: number): Promise<void> {
  const { bank, clock, scenario } = stage;
  await clock.begin({ seed, now: scenario.clock.start, clock: scenario.clock.runs });
  await bank.letRefreshesTake(100);
  await bank.call('POST', `scenarios/${scenario.name}`, { people: 'real', to: 0 });
  for (const link of scenario.links) await linkFirst(stage, link);
  await clock.settled();
  for (const step of scenario.steps) await playStep(stage, step);
}

async function playStep(stage: Stage, planned: PlannedStep): Promise<void> {
  const { scenario, clock } = stage;
  const { step, kind } = planned;
  if (kind === 'expect') return expectStep(stage, planned);
  if (await playPerson(stage, planned)) return clock.settled();
  const played = await onBankSide(stage, planned);
  expect(played.problems ?? [], `${scenario.name}, line ${planned.line}: ${played.words}`).toEqual([]);
  // What only arms or changes the bank's ledger is not heard of by anybody yet.
  if (
    step.advance ||
    ['arm', 'deactivate', 'reactivate', 'disconnect', 'redeliver', 'complete-refreshes'].includes(kind)
  ) {
    await clock.settled();
  }
}

async function onBankSide({ bank, scenario }: Stage, { index }: PlannedStep): Promise<Played> {
  const report = await bank.call<RunReport>('POST', `scenarios/${scenario.name}`, {
    people: 'real',
    from: index + 1,
    to: index + 1,
  });
  const [played] = report.steps;
  if (!played) throw new Error(`The sandbox did not play step ${index + 1}`);
  return played;
}

/** The part of a step that is a person's, in the browser; false for a step that is none. */
async function playPerson(stage: Stage, { step }: PlannedStep): Promise<boolean> {
  const { page, scenario } = stage;
  if (step['sign-in-again'] !== undefined) {
    for (const link of scenario.links.filter(({ bank }) => bank === step['sign-in-again'])) {
      await signInAgain(stage, link);
    }
    return true;
  }
  if (step['ask-bank'] !== undefined) {
    const account = new AccountPage(page);
    await account.open(nameOf(scenario, step['ask-bank']));
    const remedy = 'the bank may be asked now; write rows-every: 1 hour into the head, and let that time pass';
    await expect(account.refresh, `${scenario.name}: ${remedy}`).toBeEnabled({ timeout: patienceMs });
    await answered(page, () => account.refresh.click());
    return true;
  }
  if (step['answer-same-account'] !== undefined) {
    const { account, answer } = step['answer-same-account'];
    const connections = new ConnectionsPage(page);
    await connections.open();
    await answered(page, () => connections.answer(nameOf(scenario, account), answer));
    return true;
  }
  return false;
}

/** Does what sends a form, and waits until the app has answered it. */
async function answered(page: Page, act: () => Promise<void>): Promise<void> {
  const answer = page.waitForResponse((response) => response.request().method() === 'POST', { timeout: patienceMs });
  await act();
  await answer;
}

/** Links what a scenario begins with. */
async function linkFirst({ page, bank, scenario }: Stage, link: PlannedLink): Promise<void> {
  const optional = link.permissions.filter((permission) => permission !== 'balances' && permission !== 'transactions');
  const remedy = `the app always asks for balances and transactions: write both among the permissions of the link to ${link.bank}`;
  expect(link.permissions.length - optional.length, `${scenario.name}: ${remedy}`).toBe(2);
  await linkPastPages(page.request, bank, { accounts: link.accounts, permissions: optional });
}

/** Goes through the bank's dialog once more, from where the app asks for it. */
async function signInAgain({ page }: Stage, link: PlannedLink): Promise<void> {
  const overview = new OverviewPage(page);
  await overview.open();
  await overview.signInAgain();
  const linkPage = new LinkPage(page);
  await linkPage.go();
  const { name, flow } = findInstitution(link.bank);
  const names = link.accounts.map((key) => findBankAccount(key)?.displayName ?? key);
  if (flow === 'oauth') await linkPage.dialog.walkWindow(name, link.login, names);
  else await linkPage.dialog.walk(name, link.login, names);
  await page.waitForURL('**/connections/arrived?**');
}

async function expectStep(stage: Stage, planned: PlannedStep): Promise<void> {
  const { scenario } = stage;
  const { bank, app } = planned.step.expect ?? {};
  const told = `${scenario.name}.yaml:${planned.line}`;
  const options = { timeout: patienceMs, intervals: [100, 250, 500, 1_000] };
  if (bank) {
    await expect
      .poll(async () => (await onBankSide(stage, planned)).problems ?? [], {
        ...options,
        message: `${told}: what is expected of the bank’s side`,
      })
      .toEqual([]);
  }
  if (app) {
    await expect
      .poll(() => appProblems(stage, app, (account) => nameOf(scenario, account)), {
        ...options,
        message: `${told}: what is expected of the app`,
      })
      .toEqual([]);
  }
}

/** What the app calls an account that the scenario names by its key's end. */
function nameOf(scenario: Scenario, account: string): string {
  return findBankAccount(scenario.accountKey(account))?.displayName ?? account;
}
