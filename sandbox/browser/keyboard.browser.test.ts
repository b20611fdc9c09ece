import type { Frame, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { untilClosed } from '#sandbox/testing/until-closed.ts';
import { testBench } from './test-dialog.ts';

const bench = testBench();

type Stop = { name: string; isSeen: boolean; isShown: boolean };

/** The control that has the focus: what it is called, whether its focus can be seen, and whether it stands in the window. */
function stop(where: Page | Frame): Promise<Stop> {
  return where.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    // A choice shows its focus around all of its line.
    const outlined = [element, element.closest('label')].flatMap((shown) => (shown ? [getComputedStyle(shown)] : []));
    const box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + Math.min(box.width / 2, 20), box.y + Math.min(box.height / 2, 20));
    const labels = (element as HTMLInputElement).labels;
    return {
      name: (element.ariaLabel || labels?.[0]?.textContent || element.textContent || '').trim().replace(/\s+/g, ' '),
      isSeen: outlined.some((style) => style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2),
      isShown: top !== null && (element.contains(top) || top.contains(element)),
    };
  });
}

/** Presses Tab until a control of that name has the focus; every control on the way has to show that it has it. */
async function tabTo(page: Page, where: Page | Frame, name: RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press(key);
    const here = await stop(where);
    expect(here, `after ${passed.at(-1) ?? 'the beginning'}`).toMatchObject({ isSeen: true, isShown: true });
    if (name.test(here.name)) return;
    passed.push(here.name);
  }
  throw new Error(`Tab does not reach ${name}; it passes ${passed.join(' | ')}`);
}

describe('the console by keyboard alone', () => {
  it('moves the clock, unfolds an account, breaks it, arms a fault and closes a question', async () => {
    const v = await bench.visit();
    await bench.linkAll(v.clientSecret);
    const { page } = v;
    await page.goto(`${bench.sandbox.url}/_sandbox?world=dialog`);
    await page.locator('body[data-ready]').waitFor();
    const said = (words: string) => page.locator('#said[role=status]').getByText(words).waitFor();
    const { keyboard } = page;

    await tabTo(page, page, /^Skip to the people$/);
    await tabTo(page, page, /^Next day$/);
    await keyboard.press('Enter');
    await said('1 day later');
    await page.locator('#way').waitFor({ state: 'hidden' });

    await tabTo(page, page, /^Begin again…$/);
    await keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Begin again?' }).waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect((await stop(page)).name).toBe('Begin again…');

    await tabTo(page, page, /^Everyday Checking/);
    await keyboard.press('Enter');
    await tabTo(page, page, /^Deactivate: Everyday Checking/);
    await keyboard.press('Space');
    await said('The connection broke');
    await page
      .locator('details.linked')
      .filter({ hasText: 'Everyday' })
      .getByText('inactive', { exact: true })
      .waitFor();

    await tabTo(page, page, /^Bank down$/);
    await keyboard.press('Enter');
    await said('Armed: Bank down.');
    await page.getByRole('button', { name: 'Remove: Bank down' }).waitFor();
    await tabTo(page, page, /^Remove: Bank down$/, 'Shift+Tab');
    await keyboard.press('Enter');
    await said('Removed: Bank down.');
    await page.getByText('Nothing is armed.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest('#faults') !== null)).toBe(true);
    expect(v.complaints).toEqual([]);
    await v.context.close();
  });

  it.each([1440, 768, 320])('covers nothing that one jumps or tabs to, %d px wide', async (width) => {
    const v = await bench.visit();
    await bench.linkAll(v.clientSecret);
    const { page } = v;
    await page.setViewportSize({ width, height: 720 });
    await page.goto(`${bench.sandbox.url}/_sandbox?world=dialog`);
    await page.locator('body[data-ready]').waitFor();
    expect(await coveredOn(page)).toEqual([]);
    const height = () => page.locator('.machine').evaluate((machine: HTMLElement) => machine.offsetHeight);
    const before = await height();
    // A sentence of several lines makes the time machine higher; what is said there may be renewed at any time.
    await page.locator('#due').evaluate((line) => {
      line.style.minHeight = '6lh';
      return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    });
    expect(await height()).toBeGreaterThan(before);
    expect(await coveredOn(page)).toEqual([]);
  });
});

/** What of the console is covered once it has been jumped to or focused, each from where it stood at the window's very top. */
function coveredOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isCovered = (element: Element) => {
      const { x, y } = element.getBoundingClientRect();
      const top = document.elementFromPoint(x + 8, y + 3);
      return !(top && (element.contains(top) || top.contains(element)));
    };
    const toTop = (element: Element) => window.scrollBy(0, element.getBoundingClientRect().top);
    const sections = [...document.querySelectorAll<HTMLAnchorElement>('nav a, .skip')].flatMap((link) => {
      const section = document.getElementById(link.hash.slice(1)) as HTMLElement;
      link.click();
      return isCovered(section) ? [link.hash] : [];
    });
    const controls = [...document.querySelectorAll<HTMLElement>('main :is(button, summary, a, input, select, pre)')];
    const focused = controls
      .filter((control) => control.checkVisibility())
      .flatMap((control) => {
        toTop(control);
        control.focus({ preventScroll: false });
        return isCovered(control) ? [control.outerHTML.slice(0, 80)] : [];
      });
    return [...sections, ...focused];
  });
}

describe('the dialog by keyboard alone', () => {
  it('goes through a bank with a window of its own', async () => {
    const v = await bench.visit();
    await v.toBank('Northgale Card Services');
    await v.frame.getByRole('button', { name: 'Continue at the bank' }).waitFor();
    const frame = v.page.frames().find((candidate) => candidate.url().includes('/_dialog/')) as Frame;
    await tabTo(v.page, frame, /^Continue at the bank/);
    const [popup] = await Promise.all([v.page.waitForEvent('popup'), v.page.keyboard.press('Enter')]);
    await popup.getByRole('heading', { name: 'Sign in' }).waitFor();
    await tabTo(popup, popup, /^User name/);
    await popup.keyboard.type('nora');
    await tabTo(popup, popup, /^Password/);
    await popup.keyboard.type('play');
    await popup.keyboard.press('Enter');
    await popup.getByRole('heading', { name: 'Choose what to share' }).waitFor();
    await tabTo(popup, popup, /^Allow$/);
    await untilClosed(popup, () => popup.keyboard.press('Enter'));
    await v.heading(/Save this bank|Choose the account/);
    await tabTo(v.page, frame, /^(Finish without saving|Link \d account)/);
  });

  it('shows the focus on every control of every step, and Escape asks before anything is lost', async () => {
    const v = await bench.visit();
    await v.open();
    const frame = v.page.frames().find((candidate) => candidate.url().includes('/_dialog/')) as Frame;
    await tabTo(v.page, frame, /^Agree and continue$/);
    await v.page.keyboard.press('Enter');
    await v.heading('Choose your bank');
    await tabTo(v.page, frame, /^Search banks$/);
    await v.page.keyboard.type('harborline');
    await v.page.keyboard.press('Enter');
    await v.heading('Sign in to Harborline Bank');
    await tabTo(v.page, frame, /^User name/);
    await v.page.keyboard.type('nora');
    await tabTo(v.page, frame, /^Password/);
    await v.page.keyboard.type('play');
    await v.page.keyboard.press('Enter');
    await v.heading('Choose the accounts to link');
    await tabTo(v.page, frame, /^Link \d accounts$/);
    await v.page.keyboard.press('Escape');
    await v.frame.getByRole('alertdialog', { name: 'Stop linking?' }).waitFor();
    await tabTo(v.page, frame, /^Stop and close$/);
    await v.leaveBy(() => v.page.keyboard.press('Enter'));
    expect((await v.result()).financialConnectionsSession?.accounts).toEqual([]);
  });
});
