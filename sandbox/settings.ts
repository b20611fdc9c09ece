import { z } from 'zod';

/** What the environment may say about the sandbox; every setting has a default. */
const environment = z.object({
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65535).default(12111),
  SANDBOX_HOST: z.string().min(1).default('127.0.0.1'),
  SANDBOX_DATA: z.string().min(1).optional(),
  SANDBOX_SMTP_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  SANDBOX_SEED: z.coerce.number().int().min(0).default(1),
  SANDBOX_BUSINESS_NAME: z.string().trim().min(1).max(100).default('Plumb'),
  SANDBOX_DESCRIPTION: z.string().min(1).optional(),
  SANDBOX_RETRY_MS: z
    .string()
    .regex(/^\d+(,\d+)*$/, 'a list of milliseconds such as 200,1000,5000')
    .optional(),
});

/** One request with its answer, as they went over the wire. `params` is the decoded query or form. */
export type Exchange = { method: string; path: string; params: unknown; status: number; answer: string };

export type Settings = {
  /** TCP port of the API; 0 = any free one. */
  port: number;
  host: string;
  /** Folder that keeps the worlds; null = in memory. */
  dataFolder: string | null;
  /** Port of the mail receiver; null = none, 0 = any free one. */
  smtpPort: number | null;
  /** Seed of a world that is made on first use. */
  seed: number;
  /** Pauses before each repeated webhook delivery, milliseconds of wall time. */
  retryDelaysMs: number[];
  /** Who asks for the data, as the dialog names it. Stripe takes it from the settings of the account behind the key. */
  businessName: string;
  /** File of Stripe's OpenAPI description; with it each exchange that differs is answered 500. Null = not checked. */
  descriptionFile: string | null;
  /** Sees each exchange of the API; the problems it gives are answered in place of what was going to be. */
  observe: ((exchange: Exchange) => string[]) | null;
};

const retryDelaysMs = [200, 1_000, 5_000, 30_000, 60_000, 300_000, 900_000, 3_600_000];

export const defaultSettings: Settings = {
  port: 12111,
  host: '127.0.0.1',
  dataFolder: null,
  smtpPort: null,
  seed: 1,
  retryDelaysMs,
  businessName: 'Plumb',
  descriptionFile: null,
  observe: null,
};

/** Reads the settings; throws one error that names every bad one. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(present);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The sandbox cannot start with these settings:\n${problems.join('\n')}`);
  }
  const read = parsed.data;
  return {
    port: read.SANDBOX_PORT,
    host: read.SANDBOX_HOST,
    dataFolder: read.SANDBOX_DATA ?? null,
    smtpPort: read.SANDBOX_SMTP_PORT ?? null,
    seed: read.SANDBOX_SEED,
    retryDelaysMs: read.SANDBOX_RETRY_MS?.split(',').map(Number) ?? retryDelaysMs,
    businessName: read.SANDBOX_BUSINESS_NAME,
    descriptionFile: read.SANDBOX_DESCRIPTION ?? null,
    observe: null,
  };
}
