import type { Page } from 'playwright/test';

/** Every row of the bank in one list, with search, filters and totals. */
export class TransactionsPage {
  readonly page: Page;
  readonly list;
  readonly rows;
  readonly search;
  readonly chips;
  readonly count;
  readonly drawer;

  constructor(page: Page) {
    this.page = page;
    this.list = page.getByRole('list', { name: 'Transactions' });
    this.rows = this.list.locator('[data-row]');
    this.search = page.getByRole('searchbox', { name: 'Search words of the bank’s text' });
    this.chips = page.getByRole('list', { name: 'Filtered by' }).getByRole('listitem');
    this.count = page.locator('main').getByRole('status').filter({ hasText: /rows?/ });
    this.drawer = page.getByRole('dialog');
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(`/transactions${query}`);
    await this.page.getByRole('heading', { level: 1, name: 'Transactions' }).waitFor();
  }

  /** What the drawer says behind one of its labels. */
  fact(label: string) {
    return this.drawer
      .locator('dl > div')
      .filter({ has: this.page.getByText(label, { exact: true }) })
      .locator('dd');
  }

  /** How many posted and pending rows the filter finds, as the page says it. */
  async counts(): Promise<{ posted: number; pending: number }> {
    const words = await this.count.innerText();
    const of = (pattern: RegExp) => Number(pattern.exec(words)?.[1]?.replaceAll(',', '') ?? 0);
    return { posted: of(/([\d,]+) posted/), pending: of(/([\d,]+) pending/) };
  }

  /** What the posted rows of the filter add up to, in minor units; nothing is shown, and 0 told, where there are none. */
  async net(): Promise<number> {
    const net = this.page.locator('main dl > div').filter({ has: this.page.getByText('Net', { exact: true }) });
    if ((await net.count()) === 0) return 0;
    const money = await net.locator('[data-money]').getAttribute('data-money');
    return Number(money?.split(' ')[0]);
  }

  /** Opens the panel of filters, sets some of them, and asks for the rows. */
  async filter(set: {
    accounts?: string[];
    from?: string;
    to?: string;
    atLeast?: string;
    atMost?: string;
    direction?: string;
    state?: string;
  }): Promise<void> {
    await this.page.getByText('Filters', { exact: true }).click();
    for (const account of set.accounts ?? []) await this.page.getByRole('checkbox', { name: account }).check();
    for (const [label, value] of [
      ['From', set.from],
      ['To', set.to],
      ['At least', set.atLeast],
      ['At most', set.atMost],
    ] as const) {
      if (value !== undefined) await this.page.getByLabel(label, { exact: true }).fill(value);
    }
    if (set.direction) await this.page.getByLabel('Direction').selectOption(set.direction);
    if (set.state) await this.page.getByLabel('State').selectOption(set.state);
    await this.page.getByRole('button', { name: 'Show these rows' }).click();
  }
}
