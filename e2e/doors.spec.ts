import type { Route } from 'playwright/test';
import { inspect } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { linkIn, untilLetter } from './letters.ts';
import { DoorPages } from './pages/door-pages.ts';
import { SettingsPage } from './pages/settings-page.ts';
import { newPerson } from './person.ts';

test.describe('signing up', () => {
  test('lets a person in at once, and asks by mail to confirm the address', async ({ page, bank }) => {
    const person = newPerson();
    await new DoorPages(page).signUp(person);
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
    await page.goto('/settings');
    await expect(page.getByText('not confirmed yet')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Read the mail' })).toHaveAttribute('href', /\/_sandbox\/mail/);
    const letter = await untilLetter(bank, person.email, 'Confirm your e-mail address for Plumb');
    await page.goto(linkIn(letter));
    await page.getByRole('button', { name: 'Confirm this address' }).click();
    await expect(page.getByText('Your address is confirmed')).toBeVisible();
    await page.goto('/settings');
    await expect(page.getByText('confirmed', { exact: true })).toBeVisible();
  });

  test('counts days where the browser is', async ({ elsewhere, bank: _ }) => {
    const page = await elsewhere({ timezoneId: 'Europe/Lisbon' });
    await new DoorPages(page).signUp(newPerson());
    await page.goto('/settings');
    await expect(page.getByLabel('Time zone')).toHaveValue('Europe/Lisbon');
  });

  test('says at the field what is wrong, and keeps what was typed', async ({ page }) => {
    const doors = new DoorPages(page);
    await page.goto('/sign-up');
    await doors.fillSignUp({ name: 'Ada', email: 'ada at example', password: 'short' });
    await doors.submitSignUp();
    await expect(doors.email).toHaveAccessibleDescription(/does not look like an e-mail address/);
    await expect(doors.password).toHaveAccessibleDescription(/at least 10 characters/i);
    await expect(doors.email).toHaveValue('ada at example');
    await expect(doors.password).toHaveValue('short');
    await expect(page).toHaveURL(/\/sign-up/);
  });

  test('with an address that is taken changes nothing and leads to sign in', async ({ person, elsewhere }) => {
    const page = await elsewhere();
    const doors = new DoorPages(page);
    await page.goto('/sign-up?next=%2Fsettings');
    await doors.fillSignUp({ name: 'Somebody', email: person.email.toUpperCase(), password: 'a guess of ten letters' });
    await doors.submitSignUp();
    await expect(doors.alert).toContainText('This address already has an account');
    await doors.alert.getByRole('link', { name: 'Sign in' }).click();
    await page.waitForURL('**/sign-in**');
    await doors.trySignIn(person);
    await expect(page).toHaveURL(/\/settings$/);
    await expect(page.getByLabel('Name')).toHaveValue(person.name);
  });

  test('works before any script has arrived', async ({ elsewhere }) => {
    const page = await elsewhere({ javaScriptEnabled: false });
    const doors = new DoorPages(page);
    const person = newPerson();
    await page.goto('/sign-up');
    await doors.fillSignUp({ ...person, password: 'short' });
    await doors.submitSignUp();
    await expect(doors.password).toHaveAccessibleDescription(/at least 10 characters/i);
    await doors.signUp(person);
    await expect(page.getByRole('link', { name: 'Link a bank' }).first()).toBeVisible();
  });
});

test.describe('signing in', () => {
  test('brings a person to the page they asked for, and signing out ends it', async ({ page, person }) => {
    const doors = new DoorPages(page);
    const settings = new SettingsPage(page);
    await settings.open();
    await settings.signOut();
    await expect(page.getByText('You are signed out')).toBeVisible();
    await page.goto('/transactions?q=coffee');
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await doors.trySignIn(person);
    await expect(page).toHaveURL(/\/transactions\?q=coffee$/);
  });

  test('never leads to another site', async ({ page, person }) => {
    await new SettingsPage(page).open();
    await new SettingsPage(page).signOut();
    await page.waitForURL('**/sign-in**');
    await page.goto(`/sign-in?next=${encodeURIComponent('//evil.example/')}`);
    await new DoorPages(page).trySignIn(person);
    await expect(page).toHaveURL(/\/overview$/);
  });

  test('with a wrong password says so in words, and not whether the account exists', async ({ person, elsewhere }) => {
    const page = await elsewhere();
    const doors = new DoorPages(page);
    const said: string[] = [];
    for (const email of [person.email, 'nobody@example.com']) {
      await page.goto('/sign-in');
      await doors.trySignIn({ email, password: 'not this one at all' });
      await expect(doors.alert).toContainText('E-mail and password do not match');
      said.push(await doors.alert.innerText());
      await expect(doors.email).toHaveValue(email);
      await expect(doors.password).toHaveValue('');
    }
    expect(said[0]).toBe(said[1]);
  });

  test('without an answer keeps what was typed, and works when it is sent again', async ({
    person,
    elsewhere,
    stack,
  }) => {
    const page = await elsewhere();
    const doors = new DoorPages(page);
    await page.goto('/sign-in');
    const isPost = (route: Route) => route.request().method() === 'POST';
    const away = [
      // What stands before the app answers in its place.
      { said: 'Plumb did not answer', contentType: 'text/html', body: '<p>Back in a minute.</p>' },
      // The answer breaks off.
      { said: 'Plumb did not answer', contentType: 'text/x-component', body: '0:{"a":"$@1"' },
      // The page is of an older build.
      { said: 'Plumb has changed since this page came', headers: { 'x-nextjs-action-not-found': '1' } },
    ];
    for (const { said, ...answer } of away) {
      await page.route('**/sign-in', (route) => (isPost(route) ? route.fulfill(answer) : route.fallback()));
      await doors.trySignIn(person);
      await expect(doors.alert).toContainText(said);
      await expect(doors.email).toHaveValue(person.email);
      await expect(doors.password).toHaveValue(person.password);
      await page.unroute('**/sign-in');
    }
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page).toHaveURL(`${stack.url}/overview`);
  });

  test('pauses after five failures in a row, and a new password by mail is the way back', async ({
    person,
    elsewhere,
    bank,
  }) => {
    const page = await elsewhere();
    const doors = new DoorPages(page);
    await page.goto('/sign-in');
    for (let failure = 1; failure <= 5; failure += 1) {
      await doors.trySignIn({ email: person.email, password: `wrong number ${failure}` });
      // The field is emptied when the answer is there.
      await expect(doors.password).toHaveValue('');
      await expect(doors.alert).toBeVisible();
    }
    await expect(doors.alert).toContainText('This account pauses for 15 minutes');
    await doors.trySignIn(person);
    await expect(doors.alert).toContainText('This account pauses');

    await doors.alert.getByRole('link', { name: 'Set a new password' }).click();
    await doors.askForReset(person.email);
    await expect(page.getByText('If we know this address, an e-mail is on its way')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Read the mail' })).toHaveAttribute('href', /\/_sandbox\/mail/);
    const link = linkIn(await untilLetter(bank, person.email, 'Set a new password for Plumb'));
    await page.goto(link);
    await expect(page.getByLabel('New password')).toBeVisible();
    expect(await inspect(page), 'the form can be used by everyone').toEqual([]);
    const password = 'seven copper plumb lines';
    await doors.setPassword(password);
    await expect(page.getByText('Your new password is set')).toBeVisible();
    await doors.trySignIn({ email: person.email, password });
    await expect(page).toHaveURL(/\/overview$/);
    await untilLetter(bank, person.email, 'Your password for Plumb was changed');

    const again = await elsewhere();
    await again.goto(link);
    await expect(again.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();
  });

  test('by mail is shown in the mailbox of the sandbox, as a page with the link', async ({
    person,
    elsewhere,
    bank,
    stack,
  }) => {
    const page = await elsewhere();
    await page.goto('/forgot-password');
    await new DoorPages(page).askForReset(person.email);
    await untilLetter(bank, person.email, 'Set a new password for Plumb');
    await page.getByRole('link', { name: 'Read the mail' }).click();
    await expect(page).toHaveURL(new RegExp(`^${stack.sandboxUrl}/_sandbox/mail`));
    const letter = page.getByRole('article').filter({ hasText: person.email }).first();
    await letter.getByRole('link', { name: /reset-password/ }).click();
    await expect(page.getByLabel('New password')).toBeVisible();
  });
});

test.describe('sessions', () => {
  test('are listed, and one that is ended elsewhere is signed out', async ({ page, person, elsewhere }) => {
    const other = await elsewhere();
    await new DoorPages(other).signIn(person);
    const settings = new SettingsPage(page);
    await settings.open();
    await expect(settings.devices).toHaveCount(2);
    await expect(settings.devices.filter({ hasText: 'this device' })).toHaveCount(1);
    await settings.endSessionOf(/^End the session of/);
    await expect(settings.devices).toHaveCount(1);
    await expect(page.getByRole('list', { name: 'Sessions' })).toBeFocused();
    await other.goto('/overview');
    await expect(other).toHaveURL(/\/sign-in/);
    await page.reload();
    await expect(page).toHaveURL(/\/settings$/);
  });

  test('are all ended by a new password', async ({ page, person, elsewhere, bank }) => {
    const other = await elsewhere();
    const doors = new DoorPages(other);
    await other.goto('/forgot-password');
    await doors.askForReset(person.email);
    await other.goto(linkIn(await untilLetter(bank, person.email, 'Set a new password for Plumb')));
    await doors.setPassword('nine silver plumb lines');
    await expect(other.getByText('Your new password is set')).toBeVisible();
    await page.goto('/overview');
    await expect(page).toHaveURL(/\/sign-in/);
  });
});
