import { z } from 'zod';

/** How many tests (a check such as the types counts as one) passed, failed and were skipped. */
export type Tally = { passed: number; failed: number; skipped: number };

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0 };

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    nothing,
  );
}

/** A check that is one command: it passes or it fails. */
export function tallyOf(isPassed: boolean): Tally {
  return isPassed ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 };
}

/** The last line of a test run. */
export function worded({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/**
 * Reads the JSON report of vitest. A file that failed before it had any test counts as one failure, and so does a run
 * that ended badly although no test failed (an error outside tests), or that left no report at all.
 */
export function tallyVitest(report: unknown, isPassed: boolean): Tally {
  const read = vitestReport.safeParse(report);
  if (!read.success) return tallyOf(false);
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = read.data;
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = numFailedTests + broken.length;
  return {
    passed: numPassedTests,
    failed: failed === 0 && !isPassed ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()).default([]),
});

/** Reads the JSON report of Playwright. A pass that needed a second try counts as passed; it is listed by the runner. */
export function tallyPlaywright(report: unknown, isPassed: boolean): Tally {
  const read = playwrightReport.safeParse(report);
  if (!read.success) return tallyOf(false);
  const { stats, errors } = read.data;
  const failed = stats.unexpected + errors.length;
  return {
    passed: stats.expected + stats.flaky,
    failed: failed === 0 && !isPassed ? 1 : failed,
    skipped: stats.skipped,
  };
}
