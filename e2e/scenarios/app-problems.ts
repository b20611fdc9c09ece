import type { Page } from 'playwright/test';
import type { AppAccountExpectation, AppExpectation } from '../../sandbox/scenarios/expectation-schema.ts';
import { money } from '../../sandbox/scenarios/words.ts';
import type { Bank, BankAccountState } from '../bank.ts';
import { AccountPage } from '../pages/account-page.ts';
import { ConnectionsPage } from '../pages/connections-page.ts';
import { OverviewPage } from '../pages/overview-page.ts';
import { TransactionsPage } from '../pages/transactions-page.ts';

type Look = { page: Page; bank: Bank };
type NameOf = (account: string) => string;

/** What the app does not show as expected, each with what it shows instead; nothing when all is as it should be. */
export async function appProblems(look: Look, expected: AppExpectation, nameOf: NameOf): Promise<string[]> {
  const problems = await overviewProblems(look, expected, nameOf);
  for (const [account, wanted] of Object.entries(expected.accounts ?? {})) {
    problems.push(...(await accountProblems(look, nameOf(account), wanted)));
  }
  for (const rows of expected.rows ?? []) problems.push(...(await rowsProblems(look, rows)));
  if (expected.questions !== undefined) {
    const connections = new ConnectionsPage(look.page);
    await connections.open();
    const found = await connections.questions.count();
    if (found !== expected.questions) problems.push(`${found} questions stand open, not ${expected.questions}`);
  }
  return problems;
}

async function overviewProblems(look: Look, expected: AppExpectation, nameOf: NameOf): Promise<string[]> {
  const overview = new OverviewPage(look.page);
  await overview.open();
  const problems: string[] = [];
  const headline = (await overview.headline.count()) > 0 ? await overview.headline.innerText() : 'nothing';
  if (expected.headline !== undefined && !headline.includes(expected.headline)) {
    problems.push(`the headline is “${headline}”, not “${expected.headline}”`);
  }
  problems.push(...(await attentionProblems(overview, expected.attention)));
  const count = await overview.lines.count();
  if (expected['account-count'] !== undefined && count !== expected['account-count']) {
    problems.push(`${count} accounts are listed, not ${expected['account-count']}`);
  }
  if (expected['net-worth'] !== undefined) {
    const wanted = expected['net-worth'] === 'told' ? await toldTogether(look.bank) : expected['net-worth'];
    const shown = await overview.figure('Net worth');
    if (shown !== wanted) problems.push(`the net worth is ${words(shown)}, not ${words(wanted)}`);
  }
  for (const [account, wanted] of Object.entries(expected.accounts ?? {})) {
    problems.push(...(await lineProblems(look, overview, nameOf(account), wanted)));
  }
  return problems;
}

async function attentionProblems(overview: OverviewPage, wanted: AppExpectation['attention']): Promise<string[]> {
  if (wanted === undefined) return [];
  const shown = await overview.attention.allInnerTexts();
  const list = wanted === 'none' ? [] : wanted;
  const all = shown.map((text) => text.replaceAll(/\s+/g, ' '));
  const missing = list.filter((one) => !all.some((text) => text.includes(one)));
  const extra = all.filter((text) => !list.some((one) => text.includes(one)));
  return [
    ...missing.map((one) => `“${one}” does not stand among what needs the person`),
    ...extra.map((text) => `“${text}” stands among what needs the person, and was not expected`),
  ];
}

/** What the overview says of one account. */
async function lineProblems(
  { bank }: Look,
  overview: OverviewPage,
  name: string,
  expected: AppAccountExpectation,
): Promise<string[]> {
  const problems: string[] = [];
  if (expected.proof !== undefined) {
    const line = overview.line(name);
    const text = (await line.count()) > 0 ? (await line.first().innerText()).replaceAll(/\s+/g, ' ') : 'disconnected';
    const wanted = [expected.proof].flat();
    const shown = text.replace(name, '').trim();
    if (!wanted.some((word) => isWord(shown, word)))
      problems.push(`${name}: the proof is “${shown}”, not ${wanted.join(' or ')}`);
  }
  if (expected.unexplained !== undefined) {
    const shown = await overview.unexplained(name);
    if (shown !== expected.unexplained) {
      problems.push(`${name}: ${words(shown)} is unexplained, not ${words(expected.unexplained)}`);
    }
  }
  if (expected.balance !== undefined) {
    const wanted = expected.balance === 'told' ? toldBalance(await stateOf(bank, name)) : expected.balance;
    const shown = await overview.balance(name);
    if (shown !== wanted) problems.push(`${name}: the balance is ${words(shown)}, not ${words(wanted)}`);
  }
  return problems;
}

/** An old balance is worded by its moment: "as of yesterday 09:12"; one that waits may have seen nothing move. */
function isWord(shown: string, word: string): boolean {
  return word === 'old' ? /^(as of|old)/.test(shown) : shown.startsWith(word);
}

/** What the account's own page says. */
async function accountProblems({ page }: Look, name: string, expected: AppAccountExpectation): Promise<string[]> {
  const { banner, log, suspects } = expected;
  if (banner === undefined && log === undefined && suspects === undefined) return [];
  const account = new AccountPage(page);
  await account.open(name);
  const problems: string[] = [];
  if (banner === 'none' && (await account.remedies.count()) > 0) {
    problems.push(`${name}: a banner offers “${await account.remedies.first().innerText()}”`);
  }
  const shows = async (words: string) => (await page.locator('main').getByText(words).count()) > 0;
  if (banner !== undefined && banner !== 'none' && !(await shows(banner)))
    problems.push(`${name}: no banner says “${banner}”`);
  if (log !== undefined && (await account.log.filter({ hasText: log }).count()) === 0) {
    problems.push(`${name}: the sync log does not say “${log}”`);
  }
  if (suspects !== undefined && (await account.proof.getByText(suspects).count()) === 0) {
    problems.push(`${name}: no suspect “${suspects}” is named`);
  }
  return problems;
}

type RowsExpectation = NonNullable<AppExpectation['rows']>[number];

async function rowsProblems({ page }: Look, expected: RowsExpectation): Promise<string[]> {
  const transactions = new TransactionsPage(page);
  await transactions.open(`?q=${encodeURIComponent(expected.text)}`);
  const shown = await transactions.counts();
  const problems = (['posted', 'pending'] as const).flatMap((status) => {
    const wanted = expected[status];
    if (wanted === undefined || shown[status] === wanted) return [];
    return [`“${expected.text}”: ${shown[status]} ${status} rows, not ${wanted}`];
  });
  if (expected.total !== undefined) {
    const total = await transactions.net();
    if (total !== expected.total) {
      problems.push(`“${expected.text}” adds up to ${words(total)}, not ${words(expected.total)}`);
    }
  }
  return problems;
}

async function stateOf(bank: Bank, name: string): Promise<BankAccountState | undefined> {
  return (await bank.accounts()).findLast((one) => one.name === name && one.status !== 'disconnected');
}

function toldBalance(account: BankAccountState | undefined): number | null {
  return account?.toldBalance?.current.usd ?? null;
}

/** The sum of the newest told balance of each bank account that is linked. */
async function toldTogether(bank: Bank): Promise<number> {
  const newest = new Map((await bank.accounts()).map((account) => [account.bankAccount, account]));
  const linked = [...newest.values()].filter(({ status }) => status !== 'disconnected');
  return linked.reduce((sum, account) => sum + (toldBalance(account) ?? 0), 0);
}

function words(minor: number | null): string {
  return minor === null ? 'nothing' : money(minor);
}
