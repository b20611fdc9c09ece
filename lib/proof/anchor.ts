/**
 * A balance that the bank has stated, for the moment `asOf` of the bank's own time. `currentMinor` counts every row posted
 * up to and including that moment, and nothing pending.
 */
export type Anchor = { readonly id: string; readonly asOf: Date; readonly currentMinor: bigint };
