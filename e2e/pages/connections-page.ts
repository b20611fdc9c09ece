import type { Page } from 'playwright/test';

/** The banks that are linked, and the questions about them. */
export class ConnectionsPage {
  readonly page: Page;
  /** "Is … the same account as …?", one for each that is open */
  readonly questions;

  constructor(page: Page) {
    this.page = page;
    this.questions = page.getByRole('heading', { name: /the same account as/ });
  }

  async open(): Promise<void> {
    await this.page.goto('/connections');
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  /** Answers the question about an account. */
  async answer(account: string, answer: 'same' | 'different'): Promise<void> {
    const card = this.page
      .locator('[id^=question-]')
      .filter({ has: this.page.getByRole('heading', { name: `Is the new ${account} the same` }) });
    await card.getByRole('button', { name: answer === 'same' ? /^Same account/ : /^Different accounts/ }).click();
  }
}
