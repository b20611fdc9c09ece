import type { Page } from 'playwright/test';
import type { Person } from '../person.ts';

/** The pages at which nobody is signed in yet. */
export class DoorPages {
  readonly page: Page;
  readonly alert;
  readonly email;
  readonly password;

  constructor(page: Page) {
    this.page = page;
    // The framework has an announcer of its own with this role, which holds no heading of ours.
    this.alert = page.locator('main').getByRole('alert');
    this.email = page.getByLabel('E-mail');
    this.password = page.getByLabel('Password', { exact: true });
  }

  async signUp({ name, email, password }: Person): Promise<void> {
    await this.page.goto('/sign-up');
    await this.fillSignUp({ name, email, password });
    await this.submitSignUp();
    await this.page.waitForURL('**/overview');
  }

  async fillSignUp({ name, email, password }: Person): Promise<void> {
    await this.page.getByLabel('Name').fill(name);
    await this.email.fill(email);
    await this.password.fill(password);
  }

  async submitSignUp(): Promise<void> {
    await this.page.getByRole('button', { name: 'Create account' }).click();
  }

  async signIn({ email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
    await this.page.goto('/sign-in');
    await this.trySignIn({ email, password });
    await this.page.waitForURL('**/overview');
  }

  /** The same in a browser without script, which asks for each page once more, whole. */
  async signInWithoutScript({ email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
    await this.page.goto('/sign-in');
    await this.trySignIn({ email, password });
    await this.page.waitForURL('**/overview?whole=1');
  }

  /** Fills in and sends the sign-in form of the page one is on. */
  async trySignIn({ email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
    await this.email.fill(email);
    await this.password.fill(password);
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  async askForReset(email: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: 'Set a new password' }).waitFor();
    await this.email.fill(email);
    await this.page.getByRole('button', { name: 'Send the e-mail' }).click();
  }

  async setPassword(password: string): Promise<void> {
    await this.page.getByLabel('New password').fill(password);
    await this.page.getByRole('button', { name: 'Set the password' }).click();
  }

  async tryDemo(): Promise<void> {
    await this.page.goto('/');
    await this.page.getByRole('button', { name: 'Try the demo' }).click();
  }
}
