import { expect, type Page } from 'playwright/test';

/** One account: balance, proof interval by interval, what came when, what may be read. */
export class AccountPage {
  readonly page: Page;
  readonly refresh;
  readonly refreshForm;
  readonly refreshWords;
  readonly balance;
  /** the word beside the balance: its state of proof, or of when it is */
  readonly mark;
  readonly proof;
  readonly intervals;
  readonly log;
  /** what may be read, each with when it last was */
  readonly permissions;
  /** what a banner offers to do about the account */
  readonly remedies;

  constructor(page: Page) {
    this.page = page;
    this.refresh = page.getByRole('button', { name: /^(Refresh|Asking the bank)$/ });
    this.refreshForm = page.locator('form', { has: this.refresh });
    this.refreshWords = this.refreshForm.getByRole('status');
    this.balance = page
      .locator('main')
      .getByRole('button', { name: /^Balance of / })
      .first();
    this.mark = page
      .locator('main span[title]')
      .filter({ has: page.locator('svg') })
      .first();
    this.permissions = page.getByRole('region', { name: 'What may be read' }).getByRole('listitem');
    this.proof = page.locator('#proof');
    this.intervals = this.proof.getByRole('listitem');
    this.remedies = page.locator('main').getByRole('link', { name: /^(Sign in again|Sign in now|Compare them)$/ });
    this.log = page.getByRole('region', { name: 'Sync log' }).getByRole('row');
  }

  /** Opens an account by its name, from the list of accounts; a disconnected one stands folded away at its end. */
  async open(name: string): Promise<void> {
    await this.page.goto('/accounts');
    const main = this.page.locator('main');
    const link = main.getByRole('link', { name, exact: true }).first();
    const folded = main.getByText(/disconnected accounts?$/);
    await link.or(folded).first().waitFor();
    if (!(await link.isVisible())) await folded.click();
    await link.click();
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  async rename(name: string): Promise<void> {
    await this.page.getByLabel('Your name for it').fill(name);
    await this.page.getByRole('button', { name: 'Save the name' }).click();
  }

  /** Waits until the bank has named the owners: until then the page has nothing to show. */
  async untilOwnersAreRead(): Promise<void> {
    const show = this.page.getByRole('button', { name: 'Show the owners' });
    await expect
      .poll(async () => {
        await this.page.reload();
        return show.count();
      })
      .toBe(1);
  }

  async showOwners(): Promise<void> {
    await this.page.getByRole('button', { name: 'Show the owners' }).click();
  }

  async disconnect(choice: 'Keep it' | 'Erase it'): Promise<void> {
    await this.page.getByRole('link', { name: /^(Disconnect|Erase what was read)$/ }).click();
    await this.page.getByRole('radio', { name: choice }).check();
    const confirmed = this.page.getByRole('checkbox', { name: /for good/ });
    if (choice === 'Erase it') await confirmed.check();
    await this.page
      .getByRole('button', { name: choice === 'Keep it' ? /^Disconnect$/ : /^(Disconnect and erase|Erase) / })
      .click();
  }
}
