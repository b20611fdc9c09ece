import { closeDatabase } from '#lib/db/client.ts';
import { forgetEnv } from '#lib/env.ts';
import { withOwnDatabase } from './own-database.ts';
import type { Secrets } from './secrets.ts';
import { completeEnvironment, type Plan } from './settings.ts';

/** Works as the app itself would, on the database that the settings name; the bank is out of reach meanwhile. */
export async function asOwnApp<T>(plan: Plan, secrets: Secrets, work: () => Promise<T>): Promise<T> {
  return withOwnDatabase(plan, async (url) => {
    const places = {
      port: 3000,
      databaseUrl: url,
      sandboxUrl: 'http://127.0.0.1:1',
      smtpPort: 1,
      webhookSecret: 'whsec_none',
    };
    Object.assign(process.env, completeEnvironment(process.env, plan, secrets, places));
    forgetEnv();
    try {
      return await work();
    } finally {
      await closeDatabase();
    }
  });
}
