import type { Page, Response } from 'playwright/test';

/**
 * Makes `goto` and `reload` of a page return when the product's page answers: its content has come, and keys and switches
 * are heard. A browser is done with loading before that. Other sites' pages are left as they are, and so is one of which only
 * the beginning is waited for (`waitUntil: 'commit'`).
 */
export function answering(page: Page, origin: () => string): Page {
  const untilAnswers = async (response: Response | null): Promise<Response | null> => {
    const isPage = response?.headers()['content-type']?.startsWith('text/html') ?? false;
    if (isPage && page.url().startsWith(`${origin()}/`))
      await page.locator('html[data-ready]').waitFor({ state: 'attached' });
    return response;
  };
  const [goTo, reload] = [page.goto.bind(page), page.reload.bind(page)];
  page.goto = async (address, options) => {
    const response = await goTo(address, options);
    return options?.waitUntil === 'commit' ? response : untilAnswers(response);
  };
  page.reload = async (...request) => untilAnswers(await reload(...request));
  return page;
}
