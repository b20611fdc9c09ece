import { z } from 'zod';

/** What a person may send about syncing. Safe in the browser. */
export const refreshAccountInput = z.object({ accountId: z.uuid() });
export type RefreshAccountInput = z.infer<typeof refreshAccountInput>;
