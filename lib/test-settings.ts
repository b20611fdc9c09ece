import { forgetEnv } from './env.ts';

/** Settings with which any part of the app runs in a test. Their addresses lead nowhere; a test that needs one sets it. */
export const testSettings = {
  NODE_ENV: 'test',
  DATABASE_URL: 'postgresql://127.0.0.1:9/none',
  AUTH_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
  DATA_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  STRIPE_SECRET_KEY: 'sk_test_unit',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_unit',
  STRIPE_WEBHOOK_SECRET: 'whsec_test',
  STRIPE_API_URL: 'http://127.0.0.1:9',
  SMTP_URL: 'smtp://127.0.0.1:9',
  LOG_LEVEL: 'silent',
};

/** Gives them to this process, with what a test needs to be otherwise. */
export function setTestSettings(otherwise: Record<string, string> = {}): void {
  Object.assign(process.env, testSettings, otherwise);
  forgetEnv();
}
