import type { Page } from 'playwright/test';

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
    this.search = page.getByRole('searchbox', { name: 'Search the bank’s text' });
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
