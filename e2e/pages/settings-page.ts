import type { Page } from 'playwright/test';

/** Who one is, how the app looks, where one is signed in, and leaving for good. */
export class SettingsPage {
  readonly page: Page;
  readonly devices;
  readonly status;

  constructor(page: Page) {
    this.page = page;
    this.devices = page.getByRole('listitem').filter({ hasText: /Signed in/ });
    this.status = page.locator('main').getByRole('status');
  }

  async open(): Promise<void> {
    await this.page.goto('/settings');
  }

  async rename(name: string): Promise<void> {
    await this.page.getByLabel('Name').fill(name);
    await this.page.getByRole('button', { name: 'Save the name' }).click();
  }

  async chooseTheme(theme: 'As this device' | 'Light' | 'Dark'): Promise<void> {
    await this.page.getByRole('radio', { name: theme }).check();
    await this.saveLooks();
  }

  async saveLooks(): Promise<void> {
    await this.page.getByRole('button', { name: 'Save how it looks' }).click();
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign out' }).click();
  }

  async endSessionOf(device: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: device }).click();
  }

  async deleteEverything(phrase: string): Promise<void> {
    await this.page.getByRole('link', { name: 'See what would be deleted' }).click();
    await this.page.getByLabel(/^Type “/).fill(phrase);
    await this.page.getByRole('button', { name: 'Delete everything for good' }).click();
  }
}
