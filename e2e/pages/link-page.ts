import type { Page } from 'playwright/test';
import { BankDialog } from './bank-dialog.ts';

/** Where a person chooses what may be read, and goes to the bank. */
export class LinkPage {
  readonly page: Page;
  readonly dialog: BankDialog;
  readonly owners;
  readonly payments;
  /** the accounts that arrive after the dialog */
  readonly arriving;

  constructor(page: Page) {
    this.page = page;
    this.dialog = new BankDialog(page);
    this.owners = page.getByRole('switch', { name: /Account owners/ });
    this.payments = page.getByRole('switch', { name: /for payments/ });
    this.arriving = page
      .locator('main')
      .getByRole('listitem')
      .filter({ has: page.getByRole('list') });
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(`/connections/link${query}`);
  }

  row(permission: string) {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name: permission }) });
  }

  /** Opens the bank's dialog. */
  async go(): Promise<void> {
    await this.page.getByRole('button', { name: /^(Go to my bank|Sign in at the bank|Ask the bank)$/ }).click();
  }

  /** Links every account of a login at a bank, and waits until all of it has arrived. */
  async link(bank: string, username: string): Promise<void> {
    await this.open();
    await this.go();
    await this.dialog.walk(bank, username);
    await this.untilArrived();
  }

  async linkHarborline(): Promise<void> {
    await this.link('Harborline Bank', 'nora');
  }

  /** Waits on the page that shows what arrives, without reloading it. */
  async untilArrived(): Promise<void> {
    await this.page.waitForURL('**/connections/arrived?**');
    await this.page.getByText('That is what the bank has told so far').waitFor({ timeout: 30_000 });
  }
}
