import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { AccountPage } from './pages/account-page.ts';

/** What the crawler found wrong with figures, and how many of each kind it has checked. */
type Findings = { problems: string[]; counts: Record<string, number> };

/**
 * Checks each figure of the page by the rule of its kind: the rows that it opens add up to it; its parts add up to it;
 * the bank stated it; the one thing that it opens has its amount. Runs in the page, where figures can be followed.
 */
async function checkFigures(page: Page, stated: readonly string[]): Promise<Findings> {
  return page.evaluate(async (anchors) => {
    const problems: string[] = [];
    const counts: Record<string, number> = {};
    const opened = new Map<string, Promise<Document>>();
    const open = (href: string): Promise<Document> => {
      const found =
        opened.get(href) ??
        fetch(href).then(async (answer) => new DOMParser().parseFromString(await answer.text(), 'text/html'));
      opened.set(href, found);
      return found;
    };
    const amountOf = (figure: Element) => figure.getAttribute('data-money')?.split(' ').slice(0, 2).join(' ') ?? '';
    const minorOf = (figure: Element) => BigInt(amountOf(figure).split(' ')[0] ?? '');
    const note = (figure: Element, what: string): void => {
      const place = `${location.pathname}${location.search}`;
      problems.push(`${place}: ${figure.textContent?.slice(0, 60)} (${amountOf(figure)}) ${what}`);
    };

    const figures = [...document.querySelectorAll('[data-money]')];
    const size = (value: bigint) => (value < 0n ? -value : value);

    /** The balance after a row is the one after the row below it, and the row's own amount. */
    const isRunningRight = (figure: Element): boolean => {
      const running = figures.filter((one) => one.matches('.ledger-balance'));
      const below = running[running.indexOf(figure) + 1];
      const own = figure.parentElement?.querySelector('.ledger-amount[data-money], .ledger-amount [data-money]');
      if (!own) return false;
      return below === undefined || minorOf(figure) - minorOf(own) === minorOf(below);
    };

    /** What stands in a popover is made when it opens; until then there is only what browsers without script see. */
    const filled = async (popover: HTMLElement) => {
      for (let frames = 0; frames < 120 && !popover.querySelector(':scope > :not(noscript)'); frames += 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    };

    async function check(figure: Element): Promise<void> {
      const kind = figure.getAttribute('data-money')?.split(' ')[2] ?? '';
      counts[kind] = (counts[kind] ?? 0) + 1;
      const href = figure.getAttribute('href');
      if (kind === 'rows') {
        const sums = [...(await open(href ?? '')).querySelectorAll('dl [data-money]')];
        const sum = sums.filter((one) => amountOf(one).endsWith(amountOf(figure).slice(-3))).at(-1);
        // No rows at all: nothing is added up, and the figure has to say so.
        const shown = sum ? amountOf(sum) : `0 ${amountOf(figure).slice(-3)}`;
        if (shown !== amountOf(figure)) note(figure, `opens rows that add up to ${shown}: ${href}`);
      } else if (kind === 'anchor') {
        if (!anchors.includes(amountOf(figure))) note(figure, 'was never stated by the bank');
      } else if (kind === 'formula' && href === null) {
        const popover = document.getElementById(figure.getAttribute('popovertarget') ?? '');
        if (popover === null) return note(figure, 'opens nothing');
        popover.showPopover();
        await filled(popover);
        const parts = [...popover.querySelectorAll('[data-money]')];
        const isDifference = popover.textContent?.includes('Difference');
        popover.hidePopover();
        // Each part explains itself in turn.
        await Promise.all(parts.filter((part) => part.hasAttribute('href')).map(check));
        // Nothing, made of nothing.
        if (parts.length === 0 && minorOf(figure) !== 0n) note(figure, 'opens no parts');
        if (parts.length === 0) return;
        const [first = 0n, ...rest] = parts.map(minorOf);
        const result = rest.reduce((a, b) => (isDifference ? a - b : a + b), first);
        const fits = isDifference ? size(result) === size(minorOf(figure)) : result === minorOf(figure);
        if (!fits) note(figure, `has parts that give ${result}`);
      } else if (kind === 'formula') {
        // What rows add up to is a figure of kind rows, and is held to their sum.
        if (href?.startsWith('/transactions'))
          note(figure, `opens rows, and does not say that they add up to it: ${href}`);
        if (figure.matches('.ledger-balance')) {
          if (!isRunningRight(figure)) note(figure, 'is not the balance below it and the amount of its row');
          return;
        }
        const place = href?.startsWith('#') ? location.href : (href ?? '');
        const there = [...(await open(place)).querySelectorAll('[data-money]')];
        const hasIt = there.some((one) => one !== figure && size(minorOf(one)) === size(minorOf(figure)));
        if (!hasIt && minorOf(figure) !== 0n) note(figure, `opens a page that does not have its amount: ${href}`);
      } else if (kind === 'bankObject') {
        const url = new URL(href ?? '', location.href);
        const id = url.searchParams.get('row');
        if (id === null) return note(figure, `opens no row: ${href}`);
        const answer = await fetch(`/transactions/row-data?id=${id}`);
        const row = (await answer.json()) as { minor: string; currency: string };
        if (`${row.minor} ${row.currency}` !== amountOf(figure)) note(figure, `opens a row of ${row.minor}`);
      } else note(figure, `has the kind ${kind}, for which there is no rule yet`);
    }

    const isPopover = (figure: Element) => figure.hasAttribute('popovertarget');
    const links = figures.filter((figure) => !isPopover(figure));
    for (let index = 0; index < links.length; index += 6) await Promise.all(links.slice(index, index + 6).map(check));
    // One popover is open at a time.
    for (const figure of figures.filter(isPopover)) await check(figure);
    return { problems, counts };
  }, stated);
}

test('every figure on every page opens what explains it, and that agrees', async ({ atBank: page, bank, clock }) => {
  test.setTimeout(300_000);
  const stated = new Set<string>();
  const hear = async () => {
    for (const { toldBalance } of await bank.accounts()) {
      const { current, cash } = toldBalance ?? {};
      for (const amount of [current, cash?.available]) if (amount) stated.add(`${amount.usd} USD`);
    }
  };
  await hear();
  const told = await bank.account('salaried.harborline.checking');
  await bank.addRow({ account: told.id, amount: -2_345, description: 'A ROW FOR THE PROOF' });
  await clock.advance({ days: 1 });
  const account = new AccountPage(page);
  await account.open('Everyday Checking');
  const address = new URL(page.url()).pathname;
  await expect(account.intervals.filter({ hasText: 'proven' })).toHaveCount(1);
  await hear();

  const total: Record<string, number> = {};
  const problems: string[] = [];
  const day = new Date((await bank.now()).getTime() - 10 * 86_400_000).toISOString().slice(0, 10);
  for (const path of [
    '/overview',
    '/accounts',
    `/accounts?day=${day}`,
    address,
    `${address}?day=${day}`,
    '/transactions',
    '/transactions?flow=out&min=10.00',
    '/transactions?status=pending',
    `/transactions?account=${address.split('/').at(-1)}`,
    '/connections',
  ]) {
    await page.goto(path);
    const found = await checkFigures(page, [...stated]);
    problems.push(...found.problems);
    for (const [kind, count] of Object.entries(found.counts)) total[kind] = (total[kind] ?? 0) + count;
  }
  expect(problems).toEqual([]);
  expect(total.rows, 'figures that open rows').toBeGreaterThan(20);
  expect(total.anchor, 'balances that the bank stated').toBeGreaterThan(8);
  expect(total.formula, 'figures made of others').toBeGreaterThan(5);
  expect(total.bankObject, 'figures of one row').toBeGreaterThan(20);
});
