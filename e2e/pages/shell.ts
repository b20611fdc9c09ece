import type { Page } from 'playwright/test';

/** What stands around every page of a signed-in person. */
export class Shell {
  readonly page: Page;
  readonly title;
  readonly places;
  readonly balances;

  constructor(page: Page) {
    this.page = page;
    this.title = page.getByRole('heading', { level: 1 });
    this.places = page.getByRole('navigation', { name: 'Main' }).filter({ visible: true });
    this.balances = page.getByRole('region', { name: 'Balances', exact: true });
  }

  async goTo(place: 'Overview' | 'Transactions' | 'Accounts' | 'Connections' | 'Settings'): Promise<void> {
    await this.page
      .getByRole('link', { name: new RegExp(`^${place}`) })
      .filter({ visible: true })
      .first()
      .click();
  }

  async leaveDemo(): Promise<void> {
    await this.page
      .getByRole('complementary', { name: 'Demo' })
      .getByRole('button', { name: 'Leave the demo' })
      .click();
  }
}
