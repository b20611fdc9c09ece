import { z } from 'zod';

/** What a person may send about ending a consent or looking at owners. Safe in the browser. */

export const disconnectInput = z.object({ accountId: z.uuid(), choice: z.enum(['keep', 'erase']) });
export type DisconnectInput = z.infer<typeof disconnectInput>;

export const revealOwnersInput = z.object({ accountId: z.uuid() });
