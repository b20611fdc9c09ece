import type { Locator, Page } from 'playwright/test';
import { minorOf } from './figure.ts';

/** The first page: what is proven, what needs the person, what there is. */
export class OverviewPage {
  readonly page: Page;
  /** how many balances are proven, in a sentence */
  readonly headline;
  /** one plumb line for each account that is not disconnected */
  readonly lines;
  /** the things that need the person, each with what to do; none when nothing does */
  readonly attention;
  /** the figure, which opens the balances that it is made of */
  readonly netWorth;

  constructor(page: Page) {
    this.page = page;
    this.headline = page.locator('#proof-strip > span').first();
    this.lines = page.locator('section[aria-labelledby="proof-strip"]').getByRole('listitem');
    this.netWorth = page
      .locator('main')
      .getByRole('button', { name: /^Net worth: / })
      .first();
    this.attention = page.getByRole('region', { name: /things? needs? you$/ }).getByRole('listitem');
  }

  async open(): Promise<void> {
    await this.page.goto('/overview');
    await this.page.locator('main').locator('#proof-strip, h2').first().waitFor();
  }

  /** The plumb line of an account, with the word of its proof. */
  line(account: string): Locator {
    return this.lines.filter({ has: this.page.getByRole('link', { name: account, exact: true }) });
  }

  /** The figure with this label, in minor units; null where there is none. */
  async figure(label: string): Promise<number | null> {
    const figure = this.page
      .locator('main')
      .getByRole('button', { name: `${label}: ` })
      .first();
    if ((await figure.count()) === 0) return null;
    return Number(minorOf(await figure.getAttribute('data-money')));
  }

  /** The newest balance of an account, in minor units; null where the bank has stated none. */
  balance(account: string): Promise<number | null> {
    return this.figure(`Balance of ${account}`);
  }

  /** The amount beside the word "unexplained", in minor units; null where there is none. */
  async unexplained(account: string): Promise<number | null> {
    const figure = this.line(account).locator('[data-money]');
    return (await figure.count()) === 0 ? null : Number(minorOf(await figure.getAttribute('data-money')));
  }

  async signInAgain(): Promise<void> {
    await this.page.locator('main').getByRole('link', { name: 'Sign in again' }).first().click();
  }
}
