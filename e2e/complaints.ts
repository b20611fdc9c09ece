import type { BrowserContext } from 'playwright/test';

/** What the browser complained about: errors on its console (a broken policy is one) and errors that no script caught. */
export type Complaints = {
  readonly all: readonly string[];
  /** Says that a test provokes a complaint, so that it does not fail for it. */
  expect(pattern: RegExp): void;
  /** The complaints that nobody expected. */
  unexpected(): string[];
};

export function complaintsOf(context: BrowserContext): Complaints {
  const all: string[] = [];
  const expected: RegExp[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error') all.push(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => all.push(String(error.error().stack ?? error.error())));
  return {
    all,
    expect: (pattern) => expected.push(pattern),
    unexpected: () => all.filter((text) => !expected.some((pattern) => pattern.test(text))),
  };
}
