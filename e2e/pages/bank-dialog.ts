import type { FrameLocator, Page } from 'playwright/test';
import { untilClosed, untilDetached } from '../../sandbox/testing/until-closed.ts';

/** The bank's dialog, which stands over the page that opened it. */
export class BankDialog {
  readonly page: Page;
  readonly frame: FrameLocator;

  constructor(page: Page) {
    this.page = page;
    this.frame = page.frameLocator('iframe');
  }

  heading(name: string | RegExp) {
    return this.frame.getByRole('heading', { level: 1, name });
  }

  button(name: string | RegExp) {
    return this.frame.getByRole('button', { name });
  }

  account(name: string) {
    return this.frame.getByLabel(name);
  }

  async agree(): Promise<void> {
    await this.button('Agree and continue').click();
  }

  async chooseBank(name: string): Promise<void> {
    await this.frame.getByLabel('Search banks').fill(name);
    await this.button(name).click();
  }

  async signIn(username: string, password = 'play'): Promise<void> {
    await this.frame.getByLabel('User name').fill(username);
    await this.frame.getByLabel('Password').fill(password);
    await this.button('Sign in').click();
  }

  /** Leaves only these accounts chosen, in the dialog or in a bank's own window. */
  async choose(accounts: readonly string[], within: FrameLocator | Page = this.frame): Promise<void> {
    const boxes = within.getByRole('checkbox');
    await boxes.first().waitFor();
    for (const label of await within.locator('label.account').all()) {
      const name = (await label.locator('strong').innerText()).trim();
      await label.getByRole('checkbox').setChecked(accounts.includes(name));
    }
  }

  /** From the choice of accounts to the end: links those that are chosen. */
  async linkChosen(): Promise<void> {
    await this.button(/^Link \d accounts?$/).click();
    await this.button('Finish without saving').click();
  }

  async finish(): Promise<void> {
    await this.leaveBy(/^Back to /);
  }

  /** The whole way at a bank that takes user name and password, with every account it offers or only those named. */
  async walk(bank: string, username: string, accounts?: readonly string[]): Promise<void> {
    await this.agree();
    await this.chooseBank(bank);
    await this.signIn(username);
    if (accounts) await this.choose(accounts);
    await this.linkChosen();
    await this.finish();
  }

  /** The whole way at a bank that signs people in in a window of its own, with every account it offers or only those named. */
  async walkWindow(bank: string, username: string, accounts?: readonly string[]): Promise<void> {
    await this.agree();
    await this.chooseBank(bank);
    await this.allowIn(await this.openWindow(), username, accounts);
    await this.button('Finish without saving').click();
    await this.finish();
  }

  /** The window in which a bank signs people in itself. */
  async openWindow(): Promise<Page> {
    const [popup] = await Promise.all([this.page.waitForEvent('popup'), this.button('Continue at the bank').click()]);
    return popup;
  }

  /** Signs in in that window and allows what is asked; the window closes. */
  async allowIn(popup: Page, username: string, accounts?: readonly string[]): Promise<void> {
    await popup.getByLabel('User name').fill(username);
    await popup.getByLabel('Password').fill('play');
    await popup.getByRole('button', { name: 'Sign in' }).click();
    if (accounts) await this.choose(accounts, popup);
    await untilClosed(popup, () => popup.getByRole('button', { name: 'Allow' }).click());
  }

  /** Leaves the dialog before anything was typed into it. */
  async close(): Promise<void> {
    await this.leaveBy('Close');
  }

  /** Leaves the dialog after signing in at the bank: it asks once whether that is meant. */
  async stop(): Promise<void> {
    await this.button('Close').click();
    await this.leaveBy('Stop and close');
  }

  /** Leaves a bank that is down. */
  async comeBackLater(): Promise<void> {
    await this.leaveBy('Come back later');
  }

  private async leaveBy(name: string | RegExp): Promise<void> {
    await untilDetached(this.page.locator('iframe'), () => this.button(name).click());
  }
}
