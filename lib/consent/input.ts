import { z } from 'zod';

/** What a person may send about ending a consent or looking at owners. Safe in the browser. */

export const disconnectInput = z
  .object({ accountId: z.uuid(), choice: z.enum(['keep', 'erase']), confirmed: z.literal('yes').optional() })
  .refine(({ choice, confirmed }) => choice === 'keep' || confirmed === 'yes', {
    path: ['confirmed'],
    error: 'Tick this first: what is erased cannot be brought back.',
  });
export type DisconnectInput = z.infer<typeof disconnectInput>;

export const revealOwnersInput = z.object({ accountId: z.uuid() });
