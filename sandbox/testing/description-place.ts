import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where Stripe's published description of its API is looked for: as the environment says, else beside the repository. */
export const descriptionPlace =
  process.env.SANDBOX_DESCRIPTION || fileURLToPath(new URL('../../../shared/stripe-api/openapi.json', import.meta.url));

/** What a sandbox of a test is told, so that it holds every request and answer against the description; nothing without one. */
export const descriptionSetting: { SANDBOX_DESCRIPTION?: string } = existsSync(descriptionPlace)
  ? { SANDBOX_DESCRIPTION: descriptionPlace }
  : {};
