import { defineConfig } from 'vitest/config';
import { descriptionSetting as env } from './sandbox/testing/description-place.ts';

// Five kinds of test by name, so that the fast ones can run alone: *.test.ts (pure), *.process.test.ts (sets what a process has
// one of: its environment, its clock, its modules), *.db.test.ts (PostgreSQL), *.contract.test.ts (the port against a bank),
// *.browser.test.ts (Chromium).
const alone = '{lib,app,components,scripts,sandbox,bench}/**/*.process.test.{ts,tsx}';
const slow = ['**/*.db.test.ts', '**/*.contract.test.ts', '**/*.browser.test.ts'];

const outside = ['**/node_modules/**', '**/.next/**', 'e2e/**'];

export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          env,
          sequence: { groupOrder: 0 },
          maxWorkers: 2,
          // They set nothing that another file could meet (lib/architecture says so): modules are read once, not once a file.
          isolate: false,
          restoreMocks: true,
          include: ['{lib,app,components,scripts,sandbox,bench}/**/*.test.{ts,tsx}'],
          exclude: [...outside, ...slow, alone],
          // A limit is there to end what hangs; how fast something is, bench/ measures.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'process',
          env,
          sequence: { groupOrder: 0 },
          maxWorkers: 2,
          include: [alone],
          exclude: outside,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'database',
          env,
          sequence: { groupOrder: 1 },
          include: ['{lib,app,scripts}/**/*.{db,contract}.test.ts'],
          exclude: outside,
          globalSetup: ['lib/db/test-database.setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // One more than there are cores: they wait for PostgreSQL and the bank a fifth of the time.
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'sandbox-browser',
          env,
          sequence: { groupOrder: 2 },
          include: ['sandbox/**/*.browser.test.ts'],
          exclude: outside,
          expect: { poll: { timeout: 30_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
